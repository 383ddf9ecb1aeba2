-- Which problems of a batch are of a kind, so that those of a rare one are found among many others: one row for all of
-- a batch, where an index would have one for each problem. `numbers` is a JSON array, and comes last: reading the other
-- columns does not read it.
CREATE TABLE problem_place (
    job INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    code TEXT NOT NULL,
    numbers TEXT NOT NULL,
    PRIMARY KEY (job, phase, batch, code)
) STRICT, WITHOUT ROWID;
INSERT INTO problem_place (job, phase, batch, code, numbers)
SELECT job, phase, batch, code, json_group_array(number) FROM problem GROUP BY job, phase, batch, code;
