//! Changes of records outside of imports.

use foldhash::HashMap;
use import_core::editing::Edit;
use import_core::engine::{Keys, Known};
use import_core::record::Identifier;
use parking_lot::MutexGuard;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use uuid::Uuid;

use super::changes::{Changes, Ledger, NextNumbers};
use super::convert::{bytes, id};
use super::lookup::{self, Lookup};
use super::names::Names;
use super::{SqliteStore, Writer};
use crate::store::cache::OrganizationCache;
use crate::store::edits::{created, removed_contacts, to_plan};
use crate::store::{EditEntry, Edits, LookedUp, NewEdit, Result, Selection};

impl Edits for SqliteStore {
    fn edit(
        &self,
        edit: &NewEdit,
        selection: &Selection,
        decide: &mut dyn FnMut(Known) -> Edit,
    ) -> Result<bool> {
        let mut writer = self.writer();
        let Writer {
            connection,
            filter,
            changes,
        } = &mut *writer;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT number FROM division WHERE id = ?1";
        let division = tx.query_row(sql, [&edit.division], |row| row.get(0));
        let Some(division) = division.optional()? else {
            return Ok(false);
        };
        let mut numbers = HashMap::default();
        let known = look_up(&tx, division, selection, &mut numbers)?;
        let decided = decide(known);
        if decided.is_empty() {
            return Ok(true);
        }
        let number = note(&tx, division, edit, &decided)?;
        let filter = filter.as_mut().filter(|filter| filter.division == division);
        let mut contact_names = Names::of_contacts();
        let mut organization_names = Names::of_organizations();
        let mut written = Changes {
            connection: &tx,
            ledger: Ledger::Edits,
            cause: number,
            division,
            batch: 0,
            numbers: &numbers,
            next: &mut NextNumbers::read(&tx)?,
            contact_names: &mut contact_names,
            organization_names: &mut organization_names,
            filter: filter.map(|filter| &mut filter.keys),
            organizations: &mut OrganizationCache::default(),
        };
        written.write(&to_plan(&decided))?;
        contact_names.write(&tx)?;
        organization_names.write(&tx)?;
        remove(&tx, &decided)?;
        tx.commit()?;
        // Passes forget what they know of organizations.
        *changes += 1;
        MutexGuard::unlock_fair(writer);
        Ok(true)
    }

    fn list_edits(&self, record: Uuid) -> Result<Vec<EditEntry>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT author, at, version, former_version FROM edit_ledger
                 JOIN edit ON edit.number = edit WHERE record = ?1 ORDER BY edit",
            )?;
            let found = statement.query_map([bytes(&record)], |row| {
                Ok(EditEntry {
                    author: id(row, 0)?,
                    at: row.get(1)?,
                    version: row.get(2)?,
                    former: row.get(3)?,
                })
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn look_up(
    connection: &Connection,
    division: i64,
    selection: &Selection,
    numbers: &mut HashMap<Uuid, i64>,
) -> Result<Known> {
    let Keys {
        contacts,
        organizations,
    } = &selection.keys;
    let by_id = "SELECT number FROM contact WHERE id = ?1 AND division = ?2 AND merged_to IS NULL";
    let contacts = select(
        connection,
        division,
        &lookup::contacts(),
        (by_id, &selection.contacts),
        contacts,
        numbers,
    )?;
    let by_id = "SELECT number FROM organization WHERE id = ?1 AND division = ?2";
    let organizations = select(
        connection,
        division,
        &lookup::organizations(),
        (by_id, &selection.organizations),
        organizations,
        numbers,
    )?;
    let found = LookedUp {
        known: Known {
            contacts: Vec::new(),
            organizations,
        },
        unread: contacts,
    };
    found.read()
}

fn select<T>(
    connection: &Connection,
    division: i64,
    lookup: &Lookup<T>,
    (by_id, ids): (&str, &[Uuid]),
    keys: &[Identifier],
    numbers: &mut HashMap<Uuid, i64>,
) -> Result<Vec<T>> {
    let mut found = lookup.holders(connection, division, keys, None)?;
    let mut statement = connection.prepare_cached(by_id)?;
    for id in ids {
        lookup::push_numbers(&mut statement, params![bytes(id), division], &mut found)?;
    }
    found.sort_unstable();
    found.dedup();
    lookup.load(connection, &found, numbers)
}

/// Notes who makes an edit, and what it creates; answers its number.
fn note(connection: &Connection, division: i64, edit: &NewEdit, decided: &Edit) -> Result<i64> {
    let number = connection.query_row(
        "INSERT INTO edit (division, author, at) VALUES (?1, ?2, ?3) RETURNING number",
        params![division, bytes(&edit.author), edit.at],
        |row| row.get(0),
    )?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO edit_ledger (edit, kind, record, version) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (kind, record, version) in created(decided) {
        statement.execute(params![number, kind, bytes(&record), version])?;
    }
    Ok(number)
}

/// Removes what an edit deletes and what refers to it.
fn remove(connection: &Connection, decided: &Edit) -> Result<()> {
    for id in removed_contacts(decided) {
        let sql = "DELETE FROM contact WHERE id = ?1";
        connection.prepare_cached(sql)?.execute([bytes(&id)])?;
    }
    for deleted in &decided.deleted_organizations {
        let sql = "UPDATE contact SET organization = NULL WHERE organization = ?1";
        connection
            .prepare_cached(sql)?
            .execute([bytes(&deleted.id)])?;
        let sql = "DELETE FROM organization WHERE id = ?1";
        connection
            .prepare_cached(sql)?
            .execute([bytes(&deleted.id)])?;
    }
    Ok(())
}
