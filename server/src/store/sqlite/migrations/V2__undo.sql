-- An undo is a job that names the import it undoes; an import is undone once.
ALTER TABLE job ADD COLUMN undoes INTEGER REFERENCES job (number);
ALTER TABLE job ADD COLUMN undo TEXT NOT NULL DEFAULT '{}';
ALTER TABLE job ADD COLUMN undo_total INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX job_undoes ON job (undoes) WHERE undoes IS NOT NULL;

-- Every record that the import touched. `former_batch` is the batch whose ledger entry has its state before
-- the import, none where the import created it; `version_left` is what the import left. `action` is empty
-- until it is decided. Where a former state was given back, `version` holds the same as `restored_version`.
CREATE TABLE undo_outcome (
    job INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    record BLOB NOT NULL,
    former_batch INTEGER,
    version_left INTEGER NOT NULL,
    action INTEGER,
    reason INTEGER,
    name TEXT,
    restored_version INTEGER,
    version INTEGER,
    PRIMARY KEY (job, kind, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX undo_outcome_pending ON undo_outcome (job, kind, record) WHERE action IS NULL;
CREATE INDEX undo_outcome_action ON undo_outcome (job, action, kind, record) WHERE action IS NOT NULL;
CREATE INDEX undo_outcome_version ON undo_outcome (record, version) WHERE version IS NOT NULL;
