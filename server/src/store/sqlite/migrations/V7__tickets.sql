-- Who announced an upload, and the hash of the ticket that its file may come with.
ALTER TABLE upload ADD COLUMN author BLOB;
ALTER TABLE upload ADD COLUMN ticket BLOB;
CREATE UNIQUE INDEX upload_ticket ON upload (ticket) WHERE ticket IS NOT NULL;
