//! External sources.

use import_core::api::ExternalSource;
use uuid::Uuid;

use super::convert::{get, json, one_more, plain};
use super::{PostgresStore, in_use, name_taken};
use crate::store::listing::{name_key, slice, to_json};
use crate::store::{Page, Result, Slice, SourceFilter, Sources};

impl Sources for PostgresStore {
    fn list_sources(&self, filter: &SourceFilter, page: &Page) -> Result<Slice<ExternalSource>> {
        let prefix = name_key(filter.name.as_deref().unwrap_or_default());
        let after = page.after.as_deref().unwrap_or_default();
        self.read(|tx| {
            let found = tx.query(
                "SELECT document, name_key FROM external_source
                 WHERE name_key > $1 AND starts_with(name_key, $2)
                   AND ($3::boolean IS NULL OR active = $3)
                 ORDER BY name_key LIMIT $4",
                &[
                    &plain(after),
                    &plain(&prefix),
                    &filter.active,
                    &one_more(page.size),
                ],
            )?;
            let found = found.iter().map(|row| Ok((json(row, 0)?, get(row, 1)?)));
            Ok(slice(found.collect::<Result<_>>()?, page.size))
        })
    }

    fn find_sources(&self, ids: &[Uuid]) -> Result<Vec<ExternalSource>> {
        self.read(|tx| {
            let found = tx.query(
                "SELECT s.document FROM unnest($1::uuid[]) WITH ORDINALITY wanted (id, place)
                 JOIN external_source s ON s.id = wanted.id ORDER BY wanted.place",
                &[&ids],
            )?;
            found.iter().map(|row| json(row, 0)).collect()
        })
    }

    fn create_source(&self, id: Uuid, source: &ExternalSource) -> Result<()> {
        let document = to_json(&with_id(source, id))?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO external_source (id, name_key, active, document) VALUES ($1, $2, $3, $4)",
                &[&id, &plain(&name_key(&source.name)), &source.active, &document],
            )
            .map_err(name_taken)?;
            Ok(())
        })
    }

    fn update_source(&self, id: Uuid, source: &ExternalSource) -> Result<bool> {
        let document = to_json(&with_id(source, id))?;
        self.write(|tx| {
            let changed = tx
                .execute(
                    "UPDATE external_source SET name_key = $2, active = $3, document = $4 WHERE id = $1",
                    &[&id, &plain(&name_key(&source.name)), &source.active, &document],
                )
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_source(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "DELETE FROM external_source WHERE id = $1";
            Ok(tx.execute(sql, &[&id]).map_err(in_use)? > 0)
        })
    }
}

fn with_id(source: &ExternalSource, id: Uuid) -> ExternalSource {
    ExternalSource {
        id: Some(id),
        self_uri: None,
        ..source.clone()
    }
}
