-- Changes of records outside of imports: who made one, and when.
CREATE TABLE edit (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    division bigint NOT NULL REFERENCES division (number),
    author uuid NOT NULL,
    at bigint NOT NULL
);

-- What an edit did to each record, with its former state; none where the edit created it. `version` is what the
-- edit left; a record that the edit deleted is nowhere any more.
CREATE TABLE edit_ledger (
    edit bigint NOT NULL REFERENCES edit (number),
    kind smallint NOT NULL,
    record uuid NOT NULL,
    version bigint NOT NULL,
    former_version bigint,
    former_modified bigint,
    former_organization uuid,
    former_merge_set bytea,
    former_document text,
    PRIMARY KEY (record, edit)
);
