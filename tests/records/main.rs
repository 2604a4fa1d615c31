//! Reading and filtering records, in every format and by every path through the library.

#[path = "../support/cases.rs"]
mod cases;
mod column_store;
#[path = "../support/events.rs"]
mod events;
mod exports;
mod given_shapes;
mod model;
mod prefilter;
mod raw_json;
mod reading;
mod scan;
mod shapes;
mod threads;
mod to_graph;
mod typed_records;
