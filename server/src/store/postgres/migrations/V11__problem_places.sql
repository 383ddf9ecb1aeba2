-- Which problems of a batch are of a kind, so that those of a rare one are found among many others: one row for all of
-- a batch, where an index would have one for each problem. `numbers` is a JSON array.
CREATE TABLE problem_place (
    job bigint NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase smallint NOT NULL,
    batch bigint NOT NULL,
    code text NOT NULL,
    numbers text NOT NULL,
    PRIMARY KEY (job, phase, batch, code)
);
-- Trying to make it smaller takes longer than writing it.
ALTER TABLE problem_place ALTER COLUMN numbers SET STORAGE EXTERNAL;
INSERT INTO problem_place (job, phase, batch, code, numbers)
SELECT job, phase, batch, code, json_agg(number)::text FROM problem GROUP BY job, phase, batch, code;
