//! One value at a time: from the text of a cell to a normalised value and its key, or a problem.

pub mod email;
