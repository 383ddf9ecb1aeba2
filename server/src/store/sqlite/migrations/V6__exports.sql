-- What was asked for is a document; how far it is, columns.
CREATE TABLE export (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    plan TEXT NOT NULL,
    created_by BLOB NOT NULL,
    created INTEGER NOT NULL,
    status TEXT NOT NULL,
    completed INTEGER,
    records INTEGER NOT NULL DEFAULT 0,
    pieces INTEGER NOT NULL DEFAULT 0,
    position TEXT,
    lease_owner BLOB,
    lease_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX export_created ON export (created);
CREATE INDEX export_running ON export (id) WHERE status = 'RUNNING';

-- Ids, not references: a division can be removed while an old export names it.
CREATE TABLE export_division (
    export BLOB NOT NULL REFERENCES export (id) ON DELETE CASCADE,
    division TEXT NOT NULL,
    PRIMARY KEY (export, division)
) STRICT, WITHOUT ROWID;

CREATE TABLE export_piece (
    export BLOB NOT NULL REFERENCES export (id) ON DELETE CASCADE,
    piece INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (export, piece)
) STRICT;
