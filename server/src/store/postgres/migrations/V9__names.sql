-- Names are searched in narrow tables of their own: what a common word finds is then read from few pages, and a record
-- that keeps its name is changed without touching the index of words. Only live records have a row.

CREATE TABLE contact_name (
    division bigint NOT NULL,
    id uuid NOT NULL,
    words tsvector,
    PRIMARY KEY (division, id)
);
INSERT INTO contact_name (division, id, words)
SELECT division, id, words FROM contact WHERE merged_to IS NULL ORDER BY division, id;
CREATE INDEX contact_name_words ON contact_name USING gin (words);
ALTER TABLE contact DROP COLUMN words;

CREATE TABLE organization_name (
    division bigint NOT NULL,
    id uuid NOT NULL,
    words tsvector,
    PRIMARY KEY (division, id)
);
INSERT INTO organization_name (division, id, words)
SELECT division, id, words FROM organization ORDER BY division, id;
CREATE INDEX organization_name_words ON organization_name USING gin (words);
ALTER TABLE organization DROP COLUMN words;

-- Ids hardly get smaller, and trying it takes longer than writing them.
ALTER TABLE batch_outcome ALTER COLUMN rows SET STORAGE EXTERNAL;
