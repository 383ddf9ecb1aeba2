-- An undo is a job that names the import it undoes; an import is undone once.
ALTER TABLE job ADD COLUMN undoes bigint REFERENCES job (number);
ALTER TABLE job ADD COLUMN undo text NOT NULL DEFAULT '{}';
ALTER TABLE job ADD COLUMN undo_total bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX job_undoes ON job (undoes) WHERE undoes IS NOT NULL;

-- Every record that the import touched. `former_batch` is the batch whose ledger entry has its state before
-- the import, none where the import created it; `version_left` is what the import left. `action` is empty
-- until it is decided. Where a former state was given back, `version` holds the same as `restored_version`.
CREATE TABLE undo_outcome (
    job bigint NOT NULL,
    kind smallint NOT NULL,
    record uuid NOT NULL,
    former_batch bigint,
    version_left bigint NOT NULL,
    action smallint,
    reason smallint,
    name text,
    restored_version bigint,
    version bigint,
    PRIMARY KEY (job, kind, record)
);
CREATE INDEX undo_outcome_pending ON undo_outcome (job, kind, record) WHERE action IS NULL;
CREATE INDEX undo_outcome_action ON undo_outcome (job, action, kind, record) WHERE action IS NOT NULL;
CREATE INDEX undo_outcome_version ON undo_outcome (record, version) WHERE version IS NOT NULL;
