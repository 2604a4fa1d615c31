//! A complete example: a query is built, checked, sent, and its answer read to the end, over
//! HTTP to a server on this machine, which has everything that goes wrong in an afternoon.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails where a helper does"
)]

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use odata_query::client::{Failure, Page, PageError, Pager, PagerError, Request};
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Code, Query};
use serde_json::{Value, json};

const TOKEN: &str = "a-token-that-nobody-prints";
const PATH: &str = "/v1.0/auditLogs/provisioning";

#[test]
fn every_event_arrives_whatever_happens_on_the_way() {
    // The server: what is asked of it, and what it answers.
    let filter = "$filter=provisioningStatusInfo/status%20eq%20%27failure%27";
    let [first, second, third, fourth] = [
        format!("{PATH}?{filter}&$top=3"),
        format!("{PATH}?{filter}&$top=3&$skiptoken=2"),
        // A token is opaque, and written back byte for byte.
        format!("{PATH}/?$skiptoken=a%2Bb+%2f'==&$top=3&{filter}"),
        format!("{PATH}?$skiptoken=4"),
    ];
    let server = Server::start(|base| {
        let page = |value: Value, next: &str| {
            let link = format!("{base}{next}");
            Answer::ok(json!({"@odata.nextLink": link, "value": value}))
        };
        let interrupted = json!([
            event("d"),
            {"error": {"code": "UnknownError", "message": "A partition did not answer"}},
            event("e"),
            event("f"),
        ]);
        vec![
            (first.clone(), page(json!([event("a"), event("b"), event("c")]), &second)),
            (second.clone(), Answer::refused(429, "TooManyRequests", "Slow down").retry_after("2")),
            (second.clone(), page(json!([]), &third)),
            (third.clone(), page(interrupted, &fourth)),
            (fourth.clone(), Answer::ok(json!({"value": [event("g")]}))),
        ]
    });

    // The query.
    let query = Query::new()
        .with_filter("provisioningStatusInfo/status eq 'failure'".parse().expect("a filter"))
        .with_top(3);
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    assert!(Validator::new(&endpoint, Tier::Documented).validate_query(&query).is_empty());

    // The answer.
    let mut pager = Pager::new(query.to_url(&format!("{}{PATH}", server.base)), get).expect("URL");
    let (mut ids, mut told, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(event) = pager.next() {
        match event {
            Ok(event) => ids.push(event.id.expect("an id")),
            Err(PagerError::Fetch(HttpError::Status(failure))) if failure.is_transient() => {
                // Here a program waits.
                waits.push(failure.retry_after.and_then(|after| after.wait(None)));
                pager.retry();
            }
            Err(PagerError::Page(PageError::Service(error))) => told.push(error.to_string()),
            Err(error) => panic!("{error}"),
        }
    }

    assert_eq!(ids, ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(waits, [Some(Duration::from_secs(2))]);
    assert_eq!(told, ["UnknownError: A partition did not answer"]);
    assert_eq!(server.asked(), [&first, &second, &second, &third, &fourth].map(String::as_str));
}

#[test]
fn an_opaque_refusal_is_explained() {
    let target = format!("{PATH}?$filter=startswith(jobId,%27a%27)");
    let server = Server::start(|_| {
        vec![(target.clone(), Answer::refused(400, "BadRequest", "Invalid filter clause"))]
    });

    let query = Query::new().with_filter("startswith(jobId,'a')".parse().expect("a filter"));
    let mut pager = Pager::new(query.to_url(&format!("{}{PATH}", server.base)), get).expect("URL");
    let Some(Err(PagerError::Fetch(HttpError::Status(failure)))) = pager.next() else {
        panic!("the server refuses");
    };
    assert_eq!(failure.to_string(), "status 400: BadRequest: Invalid filter clause (request 7)");
    let explained = failure.explain(&Request { query: Some(&query), ..Request::default() });
    assert_eq!(explained.findings[0].code(), Code::UnsupportedFunction);
    for text in [format!("{failure:?}"), format!("{pager:?}"), explained.to_string()] {
        assert!(!text.contains(TOKEN), "{text}");
    }
    assert_eq!(server.asked(), [target]);
}

/// An event of the published sample, with an id of its own.
fn event(id: &str) -> Value {
    let page: Value = serde_json::from_str(include_str!("../data/page-failure.json"))
        .expect("the sample is JSON");
    let mut event = page["value"][0].clone();
    event["id"] = id.into();
    event
}

// The client: a request over a connection of its own. Any HTTP client does as well.

#[derive(Debug)]
enum HttpError {
    Io(io::Error),
    Body(serde_json::Error),
    Status(Failure),
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
            Self::Status(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for HttpError {}

fn get(url: &str) -> Result<Page, HttpError> {
    let (head, body) = exchange(url).map_err(HttpError::Io)?;
    let status = head[0].split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    if status == 200 {
        return serde_json::from_slice(&body).map_err(HttpError::Body);
    }
    let retry_after = header(&head, "retry-after");
    Err(HttpError::Status(Failure::of_response(status, retry_after, &body)))
}

fn exchange(url: &str) -> io::Result<(Vec<String>, Vec<u8>)> {
    let rest = url.strip_prefix("http://").expect("a URL of the server");
    let (host, target) = rest.split_at(rest.find('/').expect("a path"));
    let mut stream = connected(TcpStream::connect(host)?)?;
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\n\
         Connection: close\r\n\r\n"
    )?;
    let mut reader = BufReader::new(stream);
    let head = read_head(&mut reader)?;
    let mut body = Vec::new();
    reader.take(1 << 20).read_to_end(&mut body)?;
    Ok((head, body))
}

/// Nobody waits for ever.
fn connected(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.set_write_timeout(Some(Duration::from_secs(20)))?;
    Ok(stream)
}

/// The lines up to the empty one.
fn read_head(reader: &mut BufReader<TcpStream>) -> io::Result<Vec<String>> {
    let lines = reader.take(1 << 16).lines();
    lines.take_while(|line| !line.as_ref().is_ok_and(String::is_empty)).collect()
}

fn header<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    let headers = head.iter().filter_map(|line| line.split_once(':'));
    let mut found = headers.filter(|(found, _)| found.eq_ignore_ascii_case(name));
    found.next().map(|(_, value)| value.trim())
}

// The server: it gives its answers in their order, each to one request, and is done.

struct Answer {
    status: u16,
    retry_after: Option<&'static str>,
    body: Value,
}

impl Answer {
    const fn ok(body: Value) -> Self {
        Self { status: 200, retry_after: None, body }
    }

    fn refused(status: u16, code: &str, message: &str) -> Self {
        let inner = json!({"request-id": "7", "date": "2024-05-01T00:00:00"});
        let body = json!({"error": {"code": code, "message": message, "innerError": inner}});
        Self { status, retry_after: None, body }
    }

    const fn retry_after(mut self, text: &'static str) -> Self {
        self.retry_after = Some(text);
        self
    }
}

struct Server {
    /// Scheme, host and port.
    base: String,
    asked: Receiver<String>,
}

impl Server {
    fn start(script: impl FnOnce(&str) -> Vec<(String, Answer)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let script = script(&base);
        let (tell, asked) = mpsc::channel();
        std::thread::spawn(move || {
            script.iter().try_for_each(|(target, answer)| serve(&listener, target, answer, &tell))
        });
        Self { base, asked }
    }

    /// What was asked up to now.
    fn asked(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }
}

fn serve(
    listener: &TcpListener,
    target: &str,
    answer: &Answer,
    tell: &Sender<String>,
) -> io::Result<()> {
    let (stream, _) = listener.accept()?;
    let mut reader = BufReader::new(connected(stream)?);
    let head = read_head(&mut reader)?;
    let asked = head[0].split(' ').nth(1).unwrap_or_default();
    let authorised = header(&head, "authorization") == Some(&format!("Bearer {TOKEN}"));
    // Another request than the one in the script is one that this example has got wrong.
    let (status, body) = match asked == target && authorised {
        true => (answer.status, answer.body.to_string()),
        false => (500, format!("{target} was to be asked for")),
    };
    tell.send(asked.to_owned()).map_err(io::Error::other)?;
    let retry_after =
        answer.retry_after.map(|text| format!("Retry-After: {text}\r\n")).unwrap_or_default();
    let length = body.len();
    let mut stream = reader.into_inner();
    write!(
        stream,
        "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         {retry_after}Connection: close\r\n\r\n{body}"
    )
}
