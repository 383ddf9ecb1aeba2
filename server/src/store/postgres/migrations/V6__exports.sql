-- What was asked for is a document; how far it is, columns.
CREATE TABLE export (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    plan text NOT NULL,
    created_by uuid NOT NULL,
    created bigint NOT NULL,
    status text NOT NULL,
    completed bigint,
    records bigint NOT NULL DEFAULT 0,
    pieces bigint NOT NULL DEFAULT 0,
    position text,
    lease_owner uuid,
    lease_until bigint NOT NULL DEFAULT 0
);
CREATE INDEX export_created ON export (created);
CREATE INDEX export_running ON export (id) WHERE status = 'RUNNING';

-- Ids, not references: a division can be removed while an old export names it.
CREATE TABLE export_division (
    export uuid NOT NULL REFERENCES export (id) ON DELETE CASCADE,
    division text COLLATE "C" NOT NULL,
    PRIMARY KEY (export, division)
);

CREATE TABLE export_piece (
    export uuid NOT NULL REFERENCES export (id) ON DELETE CASCADE,
    piece bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (export, piece)
);
