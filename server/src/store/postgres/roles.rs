//! Roles and who has them.

use import_core::permission::Permission;
use import_core::record::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::Connection;
use super::convert::{get, json, plain};
use super::{PostgresStore, in_use, name_taken};
use crate::store::listing::{name_key, to_json};
use crate::store::spelling::{permission_names, permissions_named};
use crate::store::{Grant, GrantRecord, Result, Role, Roles, StoreError};

impl Roles for PostgresStore {
    fn list_roles(&self) -> Result<Vec<Role>> {
        self.read(|tx| {
            let sql =
                "SELECT id, name, description, built_in, permissions FROM role ORDER BY name_key";
            tx.query(sql, &[])?.iter().map(role).collect()
        })
    }

    fn create_role(&self, role: &Role) -> Result<()> {
        let permissions = to_json(&permission_names(&role.permissions))?;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO role (id, name, name_key, description, built_in, permissions)
                 VALUES ($1, $2, $3, $4, false, $5)",
                &[
                    &role.id,
                    &plain(&role.name),
                    &plain(&name_key(&role.name)),
                    &plain(&role.description),
                    &permissions,
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
                    "UPDATE role SET name = $2, name_key = $3, description = $4, permissions = $5
                     WHERE id = $1 AND NOT built_in",
                    &[
                        &role.id,
                        &plain(&role.name),
                        &plain(&name_key(&role.name)),
                        &plain(&role.description),
                        &permissions,
                    ],
                )
                .map_err(name_taken)?;
            Ok(changed > 0)
        })
    }

    fn delete_role(&self, id: Uuid) -> Result<bool> {
        self.write(|tx| {
            let sql = "DELETE FROM role WHERE id = $1 AND NOT built_in";
            Ok(tx.execute(sql, &[&id]).map_err(in_use)? > 0)
        })
    }

    fn list_grants(&self, subject: Uuid) -> Result<Vec<GrantRecord>> {
        self.read(|tx| {
            let found = tx.query(
                "SELECT role.id, role.name, role.description, role.built_in, role.permissions,
                     division.id, division.name, role_grant.created
                 FROM role_grant JOIN role ON role.id = role_grant.role
                 LEFT JOIN division ON division.number = role_grant.division
                 WHERE role_grant.subject = $1
                 ORDER BY role.name_key, division.name_key NULLS FIRST",
                &[&subject],
            )?;
            let grants = found.iter().map(|row| {
                let division: Option<String> = get(row, 5)?;
                let name: Option<String> = get(row, 6)?;
                Ok(GrantRecord {
                    role: role(row)?,
                    division: division.zip(name),
                    created: get(row, 7)?,
                })
            });
            grants.collect()
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
            if !removed.is_empty() {
                lock_administrators(tx)?;
            }
            for grant in removed {
                tx.execute(
                    "DELETE FROM role_grant WHERE subject = $1 AND role = $2
                     AND division IS NOT DISTINCT FROM (SELECT number FROM division WHERE id = $3)
                     AND (division IS NULL) = ($3::text IS NULL)",
                    &[&subject, &grant.role, &grant.division],
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
    connection: &mut Connection,
    subject: Uuid,
    grants: &[Grant],
    now: Timestamp,
) -> Result<()> {
    for grant in grants {
        connection
            .execute(
                "INSERT INTO role_grant (subject, role, division, created)
                 SELECT $1, role.id, division.number, $4
                 FROM role LEFT JOIN division ON division.id = $3
                 WHERE role.id = $2 AND ($3::text IS NULL OR division.number IS NOT NULL)
                 ON CONFLICT DO NOTHING",
                &[&subject, &grant.role, &grant.division, &now],
            )
            .map_err(in_use)?;
    }
    Ok(())
}

/// Takes everything from a subject that is removed.
pub(super) fn delete_grants(connection: &mut Connection, subject: Uuid) -> Result<()> {
    connection.execute("DELETE FROM role_grant WHERE subject = $1", &[&subject])?;
    Ok(())
}

/// Makes those wait who would take the role of administrators from someone else at the same time, so that of two
/// administrators who remove each other one stays.
pub(super) fn lock_administrators(connection: &mut Connection) -> Result<()> {
    let sql = "SELECT 1 FROM role WHERE id = $1 FOR NO KEY UPDATE";
    connection.execute(sql, &[&Role::ADMINISTRATOR])?;
    Ok(())
}

/// Errs where no active user may do everything any more.
pub(super) fn keep_an_administrator(connection: &mut Connection) -> Result<()> {
    let sql = r#"SELECT EXISTS (
        SELECT 1 FROM role_grant JOIN "user" ON "user".id = role_grant.subject
        WHERE role_grant.role = $1 AND role_grant.division IS NULL AND "user".active)"#;
    if get(&connection.query_one(sql, &[&Role::ADMINISTRATOR])?, 0)? {
        Ok(())
    } else {
        Err(StoreError::LastAdministrator)
    }
}

fn role(row: &Row) -> Result<Role> {
    let built_in = get(row, 3)?;
    let names: Vec<String> = json(row, 4)?;
    Ok(Role {
        id: get(row, 0)?,
        name: get(row, 1)?,
        description: get(row, 2)?,
        permissions: if built_in {
            Permission::ALL.to_vec()
        } else {
            permissions_named(&names)
        },
        built_in,
    })
}
