-- Words are compared with one small sigma.
UPDATE contact_name SET words = replace(words::text, 'ς', 'σ')::tsvector WHERE words::text LIKE '%ς%';
UPDATE organization_name SET words = replace(words::text, 'ς', 'σ')::tsvector WHERE words::text LIKE '%ς%';
