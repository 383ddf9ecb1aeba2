-- Names of divisions are unique without case.
ALTER TABLE division ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE division SET name_key = lower(name);
CREATE UNIQUE INDEX division_name ON division (name_key);

ALTER TABLE user ADD COLUMN active INTEGER NOT NULL DEFAULT 1;

-- The built-in role has every permission that the server knows, so none is kept.
CREATE TABLE role (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    built_in INTEGER NOT NULL,
    permissions TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO role (id, name, name_key, description, built_in, permissions) VALUES (
    x'00000000000070008000000000000001', 'External Contacts Admin', 'external contacts admin',
    'Everything, everywhere. It cannot be changed.', 1, '[]'
);

-- The subject is a user or an API client. Without a division, a grant holds for all.
CREATE TABLE role_grant (
    subject BLOB NOT NULL,
    role BLOB NOT NULL REFERENCES role (id),
    division INTEGER REFERENCES division (number) ON DELETE CASCADE,
    created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX role_grant_once ON role_grant (subject, role, coalesce(division, -1));
CREATE INDEX role_grant_role ON role_grant (role);
CREATE INDEX role_grant_division ON role_grant (division) WHERE division IS NOT NULL;

-- So far every user may do everything.
INSERT INTO role_grant (subject, role, division, created)
SELECT id, x'00000000000070008000000000000001', NULL, created FROM user;

CREATE TABLE client (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    secret BLOB NOT NULL,
    token_seconds INTEGER NOT NULL,
    active INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE client_token (
    token BLOB PRIMARY KEY,
    client BLOB NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX client_token_client ON client_token (client);
CREATE INDEX client_token_expires ON client_token (expires);
