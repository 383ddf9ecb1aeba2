//! Changes of records outside of imports.

use std::sync::Arc;

use import_core::editing::Edit;
use import_core::engine::Known;
use uuid::Uuid;

use super::PostgresStore;
use super::changes::{Changes, Target, remove_records};
use super::connection::Connection;
use super::convert::{big, count, get, plain};
use super::ledger::Cause;
use super::pass::lock_division;
use super::pipe::Pipe;
use super::{lookup, records};
use crate::store::edits::{created, removed_contacts, to_plan};
use crate::store::{EditEntry, Edits, NewEdit, Result, Selection};

impl Edits for PostgresStore {
    fn edit(
        &self,
        edit: &NewEdit,
        selection: &Selection,
        decide: &mut dyn FnMut(Known) -> Edit,
    ) -> Result<bool> {
        self.write_division(|tx| {
            let sql = "SELECT number FROM division WHERE id = $1";
            let Some(row) = tx.query_opt(sql, &[&plain(&edit.division)])? else {
                return Ok(false);
            };
            let division: i64 = get(&row, 0)?;
            lock_division(tx, division)?;
            let decided = decide(look_up(tx, division, selection)?);
            if decided.is_empty() {
                return Ok(true);
            }
            let number = note(tx, division, edit, &decided)?;
            let mut pipe = Pipe::new(tx);
            let mut written = Changes {
                pipe: &mut pipe,
                target: Target::Directory,
                cause: Cause::Edit(number),
                division,
            };
            written.write(&to_plan(&decided))?;
            remove(&mut pipe, division, &decided)?;
            pipe.settle()?;
            Ok(true)
        })
    }

    fn list_edits(&self, record: Uuid) -> Result<Vec<EditEntry>> {
        self.read(|tx| {
            let sql = "SELECT author, at, version, former_version FROM edit_ledger
                       JOIN edit ON edit.number = edit WHERE record = $1 ORDER BY edit";
            let found = tx.query(sql, &[&record])?;
            let entries = found.iter().map(|row| {
                Ok(EditEntry {
                    author: get(row, 0)?,
                    at: get(row, 1)?,
                    version: count(row, 2)?,
                    former: get::<Option<i64>>(row, 3)?.map(i64::cast_unsigned),
                })
            });
            entries.collect()
        })
    }
}

fn look_up(connection: &mut Connection, division: i64, selection: &Selection) -> Result<Known> {
    let target = Target::Directory;
    let keys = &selection.keys;
    let mut contacts = lookup::contacts(connection, target, division, &keys.contacts)?;
    let sql = format!(
        "SELECT {} FROM contact r WHERE r.division = $1 AND r.id = ANY ($2) AND r.merged_to IS NULL",
        records::CONTACT
    );
    for row in connection.query(&sql, &[&division, &selection.contacts])? {
        let contact = records::contact(&row)?;
        if contacts.iter().all(|known| known.id != contact.id) {
            contacts.push(Arc::new(contact));
        }
    }
    let mut organizations =
        lookup::organizations(connection, target, division, &keys.organizations)?;
    let sql = format!(
        "SELECT {} FROM organization r WHERE r.division = $1 AND r.id = ANY ($2)",
        records::ORGANIZATION
    );
    for row in connection.query(&sql, &[&division, &selection.organizations])? {
        let organization = records::organization(&row)?;
        if organizations
            .iter()
            .all(|known| known.id != organization.id)
        {
            organizations.push(Arc::new(organization));
        }
    }
    Ok(Known {
        contacts,
        organizations,
    })
}

/// Notes who makes an edit, and what it creates; answers its number.
fn note(connection: &mut Connection, division: i64, edit: &NewEdit, decided: &Edit) -> Result<i64> {
    let sql = "INSERT INTO edit (division, author, at) VALUES ($1, $2, $3) RETURNING number";
    let row = connection.query_one(sql, &[&division, &edit.author, &edit.at])?;
    let number: i64 = get(&row, 0)?;
    let sql = "INSERT INTO edit_ledger (edit, kind, record, version) VALUES ($1, $2, $3, $4)";
    for (kind, record, version) in created(decided) {
        connection.execute(sql, &[&number, &i16::from(kind), &record, &big(version)])?;
    }
    Ok(number)
}

/// Removes what an edit deletes and what refers to it.
fn remove(pipe: &mut Pipe<'_>, division: i64, decided: &Edit) -> Result<()> {
    let contacts = removed_contacts(decided);
    let organizations = decided.deleted_organizations.iter();
    let organizations: Vec<Uuid> = organizations.map(|deleted| deleted.id).collect();
    if !organizations.is_empty() {
        let sql = "UPDATE contact SET organization = NULL WHERE division = $1 AND organization = ANY ($2)";
        let values = vec![
            Box::new(division) as _,
            Box::new(organizations.clone()) as _,
        ];
        pipe.execute(sql, values, None)?;
    }
    for (record, ids) in [("contact", contacts), ("organization", organizations)] {
        remove_records(pipe, record, division, ids)?;
    }
    Ok(())
}
