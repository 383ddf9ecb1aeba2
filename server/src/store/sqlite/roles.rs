//! Roles and who has them.

use import_core::permission::Permission;
use import_core::record::Timestamp;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::convert::{bytes, id, json};
use super::{SqliteStore, name_taken};
use crate::store::listing::{name_key, to_json};
use crate::store::spelling::{permission_names, permissions_named};
use crate::store::{Grant, GrantRecord, Result, Role, Roles, StoreError};

impl Roles for SqliteStore {
    fn list_roles(&self) -> Result<Vec<Role>> {
        self.read(|tx| {
            let sql =
                "SELECT id, name, description, built_in, permissions FROM role ORDER BY name_key";
            let mut statement = tx.prepare_cached(sql)?;
            let found = statement.query_map([], role)?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn create_role(&self, role: &Role) -> Result<()> {
        let permissions = to_json(&permission_names(&role.permissions))?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO role (id, name, name_key, description, built_in, permissions)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5)",
                params![
                    bytes(&role.id),
                    role.name,
                    name_key(&role.name),
                    role.description,
                    permissions
                ],
            )
            .map_err(name_taken)?;
            Ok(())
        })
    }

    fn update_role(&self, role: &Role) -> Result<bool> {
        let permissions = to_json(&permission_names(&role.permissions))?;
        self.write(|tx| {
            let changed = tx
                .execute(
                    "UPDATE role SET name = ?2, name_key = ?3, description = ?4, permissions = ?5
                     WHERE id = ?1 AND NOT built_in",
                    params![
                        bytes(&role.id),
                        role.name,
                        name_key(&role.name),
                        role.description,
                        permissions
                    ],
                )
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_role(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "SELECT EXISTS (SELECT 1 FROM role_grant WHERE role = ?1)";
            if tx.query_row(sql, [bytes(&id)], |row| row.get(0))? {
                return Err(StoreError::InUse);
            }
            let sql = "DELETE FROM role WHERE id = ?1 AND NOT built_in";
            Ok(tx.execute(sql, [bytes(&id)])? > 0)
        })
    }

    fn list_grants(&self, subject: Uuid) -> Result<Vec<GrantRecord>> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT role.id, role.name, role.description, role.built_in, role.permissions,
                     division.id, division.name, role_grant.created
                 FROM role_grant JOIN role ON role.id = role_grant.role
                 LEFT JOIN division ON division.number = role_grant.division
                 WHERE role_grant.subject = ?1 ORDER BY role.name_key, division.name_key",
            )?;
            let found = statement.query_map([bytes(&subject)], |row| {
                let division: Option<String> = row.get(5)?;
                let name: Option<String> = row.get(6)?;
                Ok(GrantRecord {
                    role: role(row)?,
                    division: division.zip(name),
                    created: row.get(7)?,
                })
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn change_grants(
        &self,
        subject: Uuid,
        removed: &[Grant],
        added: &[Grant],
        now: Timestamp,
    ) -> Result<()> {
        self.write(|tx| {
            for grant in removed {
                tx.execute(
                    "DELETE FROM role_grant WHERE subject = ?1 AND role = ?2
                     AND division IS (SELECT number FROM division WHERE id = ?3)
                     AND (division IS NULL) = (?3 IS NULL)",
                    params![bytes(&subject), bytes(&grant.role), grant.division],
                )?;
            }
            insert_grants(tx, subject, added, now)?;
            if removed.is_empty() {
                return Ok(());
            }
            keep_an_administrator(tx)
        })
    }
}

/// Gives a subject grants that it does not have.
pub(super) fn insert_grants(
    connection: &Connection,
    subject: Uuid,
    grants: &[Grant],
    now: Timestamp,
) -> Result<()> {
    for grant in grants {
        let (from, condition) = match grant.division {
            None => ("NULL FROM role", "?3 IS NULL"),
            Some(_) => ("division.number FROM role, division", "division.id = ?3"),
        };
        let sql = format!(
            "INSERT INTO role_grant (subject, role, created, division)
             SELECT ?1, role.id, ?4, {from} WHERE role.id = ?2 AND {condition}
             ON CONFLICT DO NOTHING"
        );
        connection.execute(
            &sql,
            params![bytes(&subject), bytes(&grant.role), grant.division, now],
        )?;
    }
    Ok(())
}

/// Takes everything from a subject that is removed.
pub(super) fn delete_grants(connection: &Connection, subject: Uuid) -> Result<()> {
    connection.execute(
        "DELETE FROM role_grant WHERE subject = ?1",
        [bytes(&subject)],
    )?;
    Ok(())
}

/// Errs where no active user may do everything any more.
pub(super) fn keep_an_administrator(connection: &Connection) -> Result<()> {
    let sql = "SELECT EXISTS (
        SELECT 1 FROM role_grant JOIN user ON user.id = role_grant.subject
        WHERE role_grant.role = ?1 AND role_grant.division IS NULL AND user.active)";
    if connection.query_row(sql, [bytes(&Role::ADMINISTRATOR)], |row| row.get(0))? {
        Ok(())
    } else {
        Err(StoreError::LastAdministrator)
    }
}

fn role(row: &Row<'_>) -> rusqlite::Result<Role> {
    let built_in = row.get(3)?;
    let names: Vec<String> = json(row, 4)?;
    Ok(Role {
        id: id(row, 0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        permissions: if built_in {
            Permission::ALL.to_vec()
        } else {
            permissions_named(&names)
        },
        built_in,
    })
}
