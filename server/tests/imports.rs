//! Whole imports: staged, validated, imported, read back.

mod accounting;
mod commands;
mod directory;
mod edit_laws;
mod report;
mod restart;
mod rules;
mod staging;
mod undo;
mod undo_laws;
