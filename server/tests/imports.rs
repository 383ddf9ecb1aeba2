//! Whole imports: staged, validated, imported, read back.

mod accounting;
mod commands;
mod custom_fields;
mod directory;
mod edit_laws;
mod report;
mod restart;
mod rules;
mod undo;
mod undo_laws;
