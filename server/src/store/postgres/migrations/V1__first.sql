-- Keys begin with the division or the owner of a row, so that PostgreSQL can partition by it and a distributed
-- one can shard by it. Ids are UUIDs of version 7: they sort by age.
--
-- Documents are text, not jsonb: nobody looks into them here, text keeps them as they were written, and it
-- need not be parsed on the way in and put together again on the way out.

CREATE TABLE division (
    number bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    name text NOT NULL
);
INSERT INTO division (number, id, name) VALUES (0, '*', 'Unassigned');

-- Users ---------------------------------------------------------------------------------------

CREATE TABLE "user" (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    name_key text COLLATE "C" NOT NULL UNIQUE,
    password text NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE session (
    token bytea PRIMARY KEY,
    "user" uuid NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    created bigint NOT NULL,
    expires bigint NOT NULL
);
CREATE INDEX session_expires ON session (expires);

-- The hash of the one token that may create the first user.
CREATE TABLE setup (
    one smallint PRIMARY KEY CHECK (one = 1),
    token bytea NOT NULL
);

-- Sources, profiles, mappings -----------------------------------------------------------------

CREATE TABLE external_source (
    id uuid PRIMARY KEY,
    name_key text COLLATE "C" NOT NULL UNIQUE,
    active boolean NOT NULL,
    document text NOT NULL
);

CREATE TABLE import_settings (
    id uuid PRIMARY KEY,
    name_key text COLLATE "C" NOT NULL UNIQUE,
    source uuid NOT NULL REFERENCES external_source (id),
    created bigint NOT NULL,
    document text NOT NULL
);
CREATE INDEX import_settings_source ON import_settings (source);

CREATE TABLE csv_settings (
    id uuid PRIMARY KEY,
    profile uuid REFERENCES import_settings (id) ON DELETE CASCADE,
    document text NOT NULL
);
CREATE INDEX csv_settings_profile ON csv_settings (profile);

-- Uploads -------------------------------------------------------------------------------------

CREATE TABLE upload (
    id uuid PRIMARY KEY,
    file_name text,
    file_size bigint NOT NULL,
    created bigint NOT NULL,
    complete boolean NOT NULL DEFAULT false,
    headers text NOT NULL DEFAULT '[]',
    rows bigint NOT NULL DEFAULT 0,
    batches bigint NOT NULL DEFAULT 0,
    validation text
);

-- The bytes are compressed already.
CREATE TABLE upload_batch (
    upload uuid NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    summary text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (upload, number)
);
ALTER TABLE upload_batch ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Jobs ----------------------------------------------------------------------------------------

-- `number` is the order of creation, across servers.
CREATE TABLE job (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    upload uuid NOT NULL REFERENCES upload (id),
    profile uuid NOT NULL,
    settings text NOT NULL,
    division bigint NOT NULL REFERENCES division (number),
    created_by uuid NOT NULL,
    created bigint NOT NULL,
    status text NOT NULL,
    step text,
    details text,
    cancel_requested boolean NOT NULL DEFAULT false,
    lease_owner uuid,
    lease_until bigint NOT NULL DEFAULT 0,
    next_batch bigint NOT NULL DEFAULT 0,
    validation text NOT NULL,
    import text NOT NULL,
    import_began bigint,
    -- For the rate: when the pass began or went on, and with how many rows done.
    pass_began bigint NOT NULL DEFAULT 0,
    pass_began_rows bigint NOT NULL DEFAULT 0,
    pass_now bigint NOT NULL DEFAULT 0
);
CREATE INDEX job_waiting ON job (number) WHERE status = 'Running';

-- What became of the rows of a batch, packed, with how many there are of each outcome.
CREATE TABLE batch_outcome (
    job bigint NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase smallint NOT NULL,
    batch bigint NOT NULL,
    first_row bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    merged bigint NOT NULL,
    unchanged bigint NOT NULL,
    rejected bigint NOT NULL,
    rows bytea NOT NULL,
    PRIMARY KEY (job, phase, batch)
);

-- Without a reference to the job: it would be checked for every row of a bulk write.
CREATE TABLE problem (
    job bigint NOT NULL,
    phase smallint NOT NULL,
    batch bigint NOT NULL,
    number bigint NOT NULL,
    row bigint NOT NULL,
    is_error boolean NOT NULL,
    outcome text NOT NULL,
    code text NOT NULL,
    "column" text,
    value text NOT NULL,
    args text,
    PRIMARY KEY (job, phase, batch, number)
);

CREATE TABLE problem_count (
    job bigint NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    phase smallint NOT NULL,
    code text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (job, phase, code)
);

-- The former state of every record that a batch changed or merged away. What a batch created is in its
-- outcomes; `version` is what the batch left, so that a later change by someone else can be told.
CREATE TABLE ledger (
    job bigint NOT NULL,
    batch bigint NOT NULL,
    kind smallint NOT NULL,
    record uuid NOT NULL,
    version bigint NOT NULL,
    former_version bigint NOT NULL,
    former_modified bigint NOT NULL,
    former_organization uuid,
    former_merge_set bytea,
    former_document text NOT NULL,
    PRIMARY KEY (job, batch, kind, record)
);

-- The directory -------------------------------------------------------------------------------

-- `words` are those of the name, normalised by the server; only live records have any.
CREATE TABLE contact (
    division bigint NOT NULL,
    id uuid NOT NULL,
    created bigint NOT NULL,
    modified bigint NOT NULL,
    version bigint NOT NULL,
    organization uuid,
    merged_to uuid,
    merge_set bytea,
    words tsvector,
    document text NOT NULL,
    PRIMARY KEY (division, id)
);
CREATE INDEX contact_organization ON contact (division, organization, id) WHERE organization IS NOT NULL;
CREATE INDEX contact_words ON contact USING gin (words);

-- Only live contacts have identifiers; a contact that was merged away has none.
CREATE TABLE contact_identifier (
    division bigint NOT NULL,
    kind smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    contact uuid NOT NULL,
    PRIMARY KEY (division, kind, key, contact)
);

CREATE TABLE organization (
    division bigint NOT NULL,
    id uuid NOT NULL,
    created bigint NOT NULL,
    modified bigint NOT NULL,
    version bigint NOT NULL,
    words tsvector,
    document text NOT NULL,
    PRIMARY KEY (division, id)
);
CREATE INDEX organization_words ON organization USING gin (words);

CREATE TABLE organization_identifier (
    division bigint NOT NULL,
    kind smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    organization uuid NOT NULL,
    PRIMARY KEY (division, kind, key, organization)
);
