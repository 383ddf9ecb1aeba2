//! What pages are built of: one component per file, with the style sheet of the same name.

pub mod counts;
pub mod data_table;
pub mod empty;
pub mod form;
pub mod growing;
pub mod icon;
pub mod modal;
pub mod notice;
pub mod page_title;
pub mod pager;
pub mod problem_table;
pub mod progress;
pub mod radio_group;
pub mod remote;
pub mod row_form;
pub mod search_box;
pub mod shell;
pub mod status;
pub mod stepper;
