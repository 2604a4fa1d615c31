//! `odq schema`: what there is to filter and order by.

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use odata_query::ast::Path;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::{Property, Schema, StructType, Type};
use serde::Serialize;

use super::Outcome;
use super::exit::{ExitStatus, Failure};
use super::output::Output;
use super::target::{Target, TargetArgs};
use super::terminal::{eprint, one_line};

/// Print the properties, their types, and what a query may do with them
///
/// Exit status: 0, or 1 where there is no such property, or 2 on a usage error.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Print all that is known of this property, such as `provisioningStatusInfo/status`
    property: Option<String>,

    #[command(flatten)]
    target: TargetArgs,

    /// How to print; JSON without a property is the whole endpoint, as --endpoint reads it
    #[arg(long, value_enum, default_value_t)]
    output: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// A property and what may be done with it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    path: String,
    #[serde(rename = "type")]
    type_name: String,
    nullable: bool,
    /// What a filter may do with it, each with its tier and where that is known from.
    filter: Vec<Use>,
    /// Whether it may be ordered by, and how well that is known.
    sortable: Option<Tier>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<String>,
}

/// An operator or function that may be used.
#[derive(Serialize)]
struct Use {
    name: &'static str,
    tier: Tier,
    source: String,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let target = args.target.load()?;
    let endpoint = target.endpoint(None);
    let rows = rows(endpoint);
    let Some(wanted) = &args.property else {
        match args.output {
            Format::Json => {
                let text =
                    endpoint.to_json().map_err(|error| Failure::message(error.to_string()))?;
                output.line(text)?;
            }
            Format::Text => output.layout(&table(&rows, &target))?,
        }
        return Ok(ExitStatus::Match);
    };
    let Some(row) = find(&endpoint.schema, &rows, wanted) else {
        let meant =
            endpoint.schema.root_type().and_then(|root| endpoint.schema.suggest(root, wanted));
        let hint = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`odq schema` lists all".to_owned(),
        };
        eprint(&format!("there is no property `{wanted}`; {hint}"));
        return Ok(ExitStatus::NoMatch);
    };
    match args.output {
        Format::Json => output.json(row)?,
        Format::Text => output.layout(&details(row, &rows))?,
    }
    Ok(ExitStatus::Match)
}

/// The property that a path leads to, in whatever spelling a query may have it.
fn find<'r>(schema: &Schema, rows: &'r [Row], wanted: &str) -> Option<&'r Row> {
    let named = |path: &str| rows.iter().find(|row| row.path.eq_ignore_ascii_case(path));
    named(wanted).or_else(|| {
        let path = Path::of(wanted.split('/')).ok()?;
        named(&schema.resolve(&path).ok()?.to_string())
    })
}

fn rows(endpoint: &Endpoint) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(root) = endpoint.schema.root_type() {
        add_rows(endpoint, root, "", &mut Vec::new(), &mut rows);
    }
    rows
}

/// The properties of a type, each with those below it. `within` are the types on the way, so
/// that one that holds itself ends.
fn add_rows<'e>(
    endpoint: &'e Endpoint,
    ty: &'e StructType,
    before: &str,
    within: &mut Vec<&'e str>,
    rows: &mut Vec<Row>,
) {
    let schema = &endpoint.schema;
    if within.contains(&ty.name.as_str()) {
        return;
    }
    within.push(&ty.name);
    for property in schema.properties(ty) {
        let path = format!("{before}{}", property.name);
        rows.push(row(endpoint, ty, property, &path));
        if let Type::Struct(inner) = schema.type_of(property) {
            add_rows(endpoint, inner, &format!("{path}/"), within, rows);
        }
    }
    within.pop();
}

fn row(endpoint: &Endpoint, ty: &StructType, property: &Property, path: &str) -> Row {
    let schema = &endpoint.schema;
    let mut filter = Vec::new();
    for grant in endpoint.rule(path).iter().flat_map(|rule| &rule.grants) {
        let operators = grant.operators.iter().map(|op| op.keyword());
        let names = operators.chain(grant.functions.iter().map(|function| function.name()));
        let (tier, source) = (grant.tier, grant.source.to_string());
        filter.extend(names.map(|name| Use { name, tier, source: source.clone() }));
    }
    filter.sort_by_key(|granted| granted.tier);
    let members = match schema.type_of(property) {
        Type::Enum(ty) => ty.members.iter().map(|member| member.name.to_string()).collect(),
        _ => Vec::new(),
    };
    Row {
        path: path.to_owned(),
        type_name: property.type_ref.to_string(),
        nullable: property.nullable,
        filter,
        sortable: endpoint.sortable(path, Tier::Observed).map(|grant| grant.tier),
        members,
        other_names: schema.wire_names(ty, &property.name).map(String::from).collect(),
    }
}

impl Row {
    /// The names of what a filter may use, by tier.
    fn names(&self, tier: Tier) -> String {
        let of_tier = self.filter.iter().filter(|granted| granted.tier == tier);
        of_tier.map(|granted| granted.name).collect::<Vec<_>>().join(", ")
    }
}

fn table(rows: &[Row], target: &Target) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    let observed = target.tier >= Tier::Observed;
    let mut heading = vec!["property", "type", "$filter", "$orderby"];
    if observed {
        heading.insert(3, "$filter, observed");
    }
    table.set_header(heading);
    for row in rows {
        let nullable = if row.nullable { "" } else { "!" };
        let sortable = match row.sortable {
            Some(tier) if tier <= target.tier => "yes",
            _ => "",
        };
        let mut cells = vec![
            row.path.clone(),
            format!("{}{nullable}", row.type_name),
            row.names(Tier::Documented),
            sortable.to_owned(),
        ];
        if observed {
            cells.insert(3, row.names(Tier::Observed));
        }
        table.add_row(cells.iter().map(|cell| one_line(cell).into_owned()));
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    format!("{}\n\n! never null\n", lines.join("\n"))
}

fn details(row: &Row, rows: &[Row]) -> String {
    let mut lines = vec![
        format!("{}  {}", row.path, row.type_name),
        format!("  null      {}", if row.nullable { "possible" } else { "never" }),
    ];
    for granted in &row.filter {
        lines
            .push(format!("  $filter   {:<10}{} ({})", granted.name, granted.tier, granted.source));
    }
    if row.filter.is_empty() {
        let below = format!("{}/", row.path);
        let below =
            rows.iter().filter(|row| row.path.starts_with(&below) && !row.filter.is_empty());
        let below: Vec<_> = below.map(|row| row.path.as_str()).collect();
        lines.push(match below.as_slice() {
            [] => "  $filter   none".to_owned(),
            below => format!("  $filter   by {}", below.join(", ")),
        });
    }
    lines.push(match row.sortable {
        Some(tier) => format!("  $orderby  {tier}"),
        None => "  $orderby  none".to_owned(),
    });
    if !row.members.is_empty() {
        lines.push(format!("  members   {}", row.members.join(", ")));
    }
    if !row.other_names.is_empty() {
        lines.push(format!("  exports   also as {}", row.other_names.join(", ")));
    }
    lines.iter().map(|line| format!("{}\n", one_line(line))).collect()
}
