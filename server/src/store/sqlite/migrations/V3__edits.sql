-- Changes of records outside of imports: who made one, and when.
CREATE TABLE edit (
    number INTEGER PRIMARY KEY,
    division INTEGER NOT NULL REFERENCES division (number),
    author BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- What an edit did to each record, with its former state; none where the edit created it. `version` is what the
-- edit left; a record that the edit deleted is nowhere any more.
CREATE TABLE edit_ledger (
    edit INTEGER NOT NULL REFERENCES edit (number),
    kind INTEGER NOT NULL,
    record BLOB NOT NULL,
    version INTEGER NOT NULL,
    former_version INTEGER,
    former_modified INTEGER,
    former_organization BLOB,
    former_merge_set BLOB,
    former_document TEXT,
    UNIQUE (record, edit)
) STRICT;
