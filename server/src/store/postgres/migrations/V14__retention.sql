-- When a job came to its end, and what is kept of its rows: all (0), what is not removed yet (1), nothing (2).
ALTER TABLE job ADD COLUMN ended bigint;
ALTER TABLE job ADD COLUMN removal smallint NOT NULL DEFAULT 0;
UPDATE job SET ended = greatest(created, pass_now) WHERE status IN ('Completed', 'Failed', 'Cancelled');
CREATE INDEX job_ended ON job (ended) WHERE removal = 0 AND ended IS NOT NULL;
CREATE INDEX job_removal ON job (number) WHERE removal = 1;
-- No job of it is to keep its rows, and none is made of it any more.
ALTER TABLE upload ADD COLUMN removed boolean NOT NULL DEFAULT false;
