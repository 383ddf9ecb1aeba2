-- How many bytes the batches of an upload have by now, with what is noted of them. Nothing is added to a complete one.
ALTER TABLE upload ADD COLUMN staged bigint NOT NULL DEFAULT 0;
UPDATE upload SET staged = (
    SELECT coalesce(sum(octet_length(batch.bytes) + octet_length(batch.summary)), 0)
    FROM upload_batch batch WHERE batch.upload = upload.id
) WHERE NOT complete;
