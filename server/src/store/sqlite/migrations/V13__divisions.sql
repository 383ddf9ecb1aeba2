-- A list of one division reads the records of that division only. SQLite adds the row's number to an entry, so that
-- the entries of a division are in the order of creation.
CREATE INDEX contact_division ON contact (division);
CREATE INDEX organization_division ON organization (division);
