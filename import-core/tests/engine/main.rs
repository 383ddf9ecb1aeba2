//! The engine against the rules: worked cases, laws that hold for any rows, and a naive model.

mod custom_fields;
mod directory;
mod laws;
mod worked_cases;
