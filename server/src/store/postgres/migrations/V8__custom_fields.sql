-- The schemas of custom fields, one for each kind of record (1 contacts, 2 organizations), and all their versions.
CREATE TABLE data_schema (
    id uuid PRIMARY KEY,
    kind smallint NOT NULL UNIQUE,
    version bigint NOT NULL
);

CREATE TABLE data_schema_version (
    schema uuid NOT NULL REFERENCES data_schema (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    author uuid NOT NULL,
    created bigint NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (schema, version)
);
