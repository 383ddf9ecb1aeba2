//! From bytes to cells.
