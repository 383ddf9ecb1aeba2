-- Keys begin with the division or the owner of a row: it is how the data is cut where there is much of it.
-- `number` is SQLite's own row number: small in every index, and in the order of creation.

CREATE TABLE division (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;
INSERT INTO division (number, id, name) VALUES (0, '*', 'Unassigned');

-- Users ---------------------------------------------------------------------------------------

CREATE TABLE user (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token BLOB PRIMARY KEY,
    user BLOB NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_expires ON session (expires);

-- The hash of the one token that may create the first user.
CREATE TABLE setup (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    token BLOB NOT NULL
) STRICT;

-- Sources, profiles, mappings -----------------------------------------------------------------

CREATE TABLE external_source (
    id BLOB PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE,
    active INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import_settings (
    id BLOB PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE,
    source BLOB NOT NULL REFERENCES external_source (id),
    created INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE csv_settings (
    id BLOB PRIMARY KEY,
    profile BLOB REFERENCES import_settings (id) ON DELETE CASCADE,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX csv_settings_profile ON csv_settings (profile);

-- Uploads -------------------------------------------------------------------------------------

CREATE TABLE upload (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    file_name TEXT,
    file_size INTEGER NOT NULL,
    created INTEGER NOT NULL,
    complete INTEGER NOT NULL DEFAULT 0,
    headers TEXT NOT NULL DEFAULT '[]',
    rows INTEGER NOT NULL DEFAULT 0,
    batches INTEGER NOT NULL DEFAULT 0,
    validation TEXT
) STRICT;

-- `bytes` comes last, so that reading the other columns does not read it.
CREATE TABLE upload_batch (
    upload INTEGER NOT NULL REFERENCES upload (number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    summary TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (upload, number)
) STRICT;

-- Jobs ----------------------------------------------------------------------------------------

CREATE TABLE job (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    upload INTEGER NOT NULL REFERENCES upload (number),
    profile BLOB NOT NULL,
    settings TEXT NOT NULL,
    division INTEGER NOT NULL REFERENCES division (number),
    created_by BLOB NOT NULL,
    created INTEGER NOT NULL,
    status TEXT NOT NULL,
    step TEXT,
    details TEXT,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    lease_owner BLOB,
    lease_until INTEGER NOT NULL DEFAULT 0,
    next_batch INTEGER NOT NULL DEFAULT 0,
    validation TEXT NOT NULL,
    import TEXT NOT NULL,
    import_began INTEGER,
    -- For the rate: when the pass began or went on, and with how many rows done.
    pass_began INTEGER NOT NULL DEFAULT 0,
    pass_began_rows INTEGER NOT NULL DEFAULT 0,
    pass_now INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_waiting ON job (number) WHERE status = 'Running';

-- What became of the rows of a batch, packed, with how many there are of each outcome.
CREATE TABLE batch_outcome (
    job INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    first_row INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    merged INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    rows BLOB NOT NULL,
    UNIQUE (job, phase, batch)
) STRICT;

CREATE TABLE problem (
    job INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    row INTEGER NOT NULL,
    is_error INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    column TEXT,
    value TEXT NOT NULL,
    args TEXT,
    PRIMARY KEY (job, phase, batch, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem_count (
    job INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase INTEGER NOT NULL,
    code TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (job, phase, code)
) STRICT, WITHOUT ROWID;

-- The former state of every record that a batch changed or merged away. What a batch created is in its
-- outcomes; `version` is what the batch left, so that a later change by someone else can be told.
CREATE TABLE ledger (
    job INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    batch INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    record BLOB NOT NULL,
    version INTEGER NOT NULL,
    former_version INTEGER NOT NULL,
    former_modified INTEGER NOT NULL,
    former_organization BLOB,
    former_merge_set BLOB,
    former_document TEXT NOT NULL,
    UNIQUE (job, batch, kind, record)
) STRICT;

-- The directory -------------------------------------------------------------------------------

CREATE TABLE contact (
    number INTEGER PRIMARY KEY,
    division INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    version INTEGER NOT NULL,
    organization BLOB,
    merged_to BLOB,
    merge_set BLOB,
    document TEXT NOT NULL
) STRICT;
CREATE INDEX contact_organization ON contact (organization, number) WHERE organization IS NOT NULL;

-- Only live contacts have identifiers; a contact that was merged away has none.
CREATE TABLE contact_identifier (
    division INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    contact INTEGER NOT NULL,
    PRIMARY KEY (division, kind, key, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE organization (
    number INTEGER PRIMARY KEY,
    division INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT;

CREATE TABLE organization_identifier (
    division INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    organization INTEGER NOT NULL,
    PRIMARY KEY (division, kind, key, organization)
) STRICT, WITHOUT ROWID;

-- Words of names. No copy of the names is kept: they are in the documents.
CREATE VIRTUAL TABLE contact_name USING fts5 (
    name, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE organization_name USING fts5 (
    name, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
