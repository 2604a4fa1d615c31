//! What is Microsoft Graph's own: the model of the provisioning logs.

mod schema;
