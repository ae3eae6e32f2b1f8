//! What each problem is, and the way out: the page that the `type` of a problem document leads to.

/// A kind of problem.
pub(super) struct Kind {
    /// The last part of its IRI.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) means: &'static str,
    pub(super) way_out: &'static str,
}

const fn kind(name: &'static str, title: &'static str, means: &'static str, way_out: &'static str) -> Kind {
    Kind { name, title, means, way_out }
}

/// Every kind that the server tells of, by name.
pub(super) const KINDS: &[Kind] = &[
    kind(
        "address-too-long",
        "The address is too long",
        "The request's address has more bytes than the server reads.",
        "Send a long query by POST, as application/sparql-query.",
    ),
    kind(
        "bad-request",
        "The request cannot be understood",
        "A parameter, a header or the body is not what this address takes.",
        "The detail names the value and what is taken. /api has a form for each address.",
    ),
    kind(
        "batch-too-large",
        "The batch is too large",
        "More queries, things, properties or values were sent at once than this address answers.",
        "Send them in parts; the detail says how many are answered at once.",
    ),
    kind(
        "busy",
        "The server is busy",
        "All of the server's workers are taken, or what was asked for is being made.",
        "Try again after the time in Retry-After.",
    ),
    kind(
        "cancelled",
        "The query was cancelled",
        "The work was stopped before it had an answer.",
        "Ask again if it is still wanted.",
    ),
    kind(
        "conflict",
        "Somebody else was quicker",
        "What was to be changed is no longer as it was when it was shown.",
        "Look at it again, and decide anew.",
    ),
    kind(
        "content-encoding",
        "Not a coding that is read here",
        "The body is packed in a way that the server does not unpack.",
        "Send it as it is, without Content-Encoding.",
    ),
    kind(
        "content-type",
        "Not a type that is read here",
        "The body's media type is not among those that this address reads.",
        "Send one of the types that the detail lists as Content-Type.",
    ),
    kind(
        "evaluation",
        "The query cannot be evaluated",
        "The query is valid SPARQL, but something that it asks for cannot be done.",
        "The detail says what; change that part of the query.",
    ),
    kind(
        "graph",
        "Not a graph of this token",
        "The token may change some graphs, and the request changes another; nothing was changed.",
        "Write into a graph that the detail names, or use a token for the other.",
    ),
    kind(
        "headers-too-large",
        "The headers are too large",
        "The request's headers have more bytes than the server reads.",
        "Leave out cookies and headers that the server does not need.",
    ),
    kind(
        "host",
        "Not a name of this server",
        "The request names a host that the server does not answer to, which keeps other people's pages from reading it.",
        "Use the server's own name, or start it with `milieu serve --host NAME`.",
    ),
    kind(
        "internal",
        "The server failed",
        "Something went wrong that is no fault of the request.",
        "The server's log says what. Whoever runs the server can report it.",
    ),
    kind(
        "length",
        "The body has no length",
        "The request says neither how long its body is nor that it comes in parts, so one that was forgotten could be read as an empty one.",
        "Send Content-Length, 0 if the body is to be empty.",
    ),
    kind(
        "linkage",
        "A linkage cannot be understood",
        "A linkage to add or to remove is not written as `A -> B : kind`, or names something unknown.",
        "Write `add=A -> B : trade` or `remove=A -- B`, with names or IRIs of actors in the store.",
    ),
    kind(
        "loading",
        "The server starts",
        "The server lives, and is still opening its store.",
        "Try again in a few seconds; /readyz tells when it can answer.",
    ),
    kind(
        "method",
        "Not a method of this address",
        "The address exists, but does not answer this method.",
        "Use one of the methods in the Allow header.",
    ),
    kind(
        "needs-http-1.1",
        "The answer is too large for HTTP/1.0",
        "With HTTP/1.0 nobody could tell whether all of a long answer arrived, so it is not sent.",
        "Ask with HTTP/1.1; behind nginx, set `proxy_http_version 1.1`.",
    ),
    kind(
        "not-acceptable",
        "No such representation",
        "None of the media types in the Accept header can be sent from here.",
        "Ask for one of the types that the detail lists, or leave the header out.",
    ),
    kind(
        "not-allowed",
        "This is switched off",
        "The query asks for something that the server does not do, such as fetching from elsewhere.",
        "Leave it out, or ask whoever runs the server to allow it.",
    ),
    kind(
        "not-found",
        "Nothing is known by this name",
        "There is nothing at this address, or the store holds no statement about the thing.",
        "Search for it by its label at /search, or look at the list that it should be in.",
    ),
    kind(
        "not-kept",
        "This snapshot is not kept",
        "An earlier state was asked for that is too far back, or that has not been made yet.",
        "Ask for one of the states that the detail names, or for the newest, without `at`.",
    ),
    kind(
        "not-ready",
        "The server cannot answer",
        "The server lives, and could not answer a question now.",
        "The detail says why. Whoever runs the server looks at its log.",
    ),
    kind(
        "not-written",
        "The update was not kept",
        "The store's folder could not be written; nothing was changed.",
        "Whoever runs the server looks at its log, and at the space on its disk.",
    ),
    kind(
        "origin",
        "Not from a page of this server",
        "A web page of another server sent the request.",
        "Use the server's own pages, or ask whoever runs the server to allow the other's origin.",
    ),
    kind(
        "parameter",
        "A parameter does not fit",
        "A view was given a parameter that it has not, or a value that the parameter does not take.",
        "The detail names the nearest ones. The view's page has a form with every parameter.",
    ),
    kind(
        "payload",
        "The body cannot be read",
        "What was sent to be put into a graph is not what its Content-Type says, or goes beyond what is read.",
        "The detail has the place of the fault, if it has one.",
    ),
    kind(
        "precondition",
        "The state is another",
        "A condition of the request (If-Match, If-None-Match) does not hold, so nothing was done: the graph was changed meanwhile, say.",
        "Read it again, and decide anew.",
    ),
    kind(
        "read-only",
        "Updates are switched off",
        "The server was started without anything that would allow to write.",
        "Whoever runs the server makes a token with `milieu token new`, or starts it with `--token-file FILE`.",
    ),
    kind(
        "remote",
        "Another server did not answer as it should",
        "An endpoint that SERVICE or LOAD asks could not be asked, or did not answer as it should.",
        "The detail says which rule or fault it was. Try again later, or leave that part out.",
    ),
    kind(
        "request-too-large",
        "The request is too large",
        "The request's body has more bytes than the server reads.",
        "Send it in parts; load large data with `milieu load`.",
    ),
    kind(
        "request-too-slow",
        "The request came too slowly",
        "The body did not arrive in the time that the server waits for it.",
        "Send it again over a better line.",
    ),
    kind(
        "result-too-large",
        "The answer is larger than this server sends",
        "The answer has more bytes than the server's limit. Nothing was sent, as half an answer would be a wrong one.",
        "Add LIMIT and OFFSET with ORDER BY, aggregate, take a dump, or raise the limit.",
    ),
    kind(
        "role",
        "Not allowed to this token",
        "The token is known, but its role does not allow this.",
        "Use a token with the role that the detail names.",
    ),
    kind(
        "shapes",
        "The shapes forbid what the update brings",
        "The update would bring violations that were not there before; nothing was changed.",
        "Each violation says what to mend. /shapes has every shape.",
    ),
    kind(
        "shutting-down",
        "The server shuts down",
        "The server answers what it has begun, and nothing more.",
        "Try again when it is back.",
    ),
    kind(
        "stalled",
        "The answer could not be sent",
        "The client read its answer so slowly that the server gave up.",
        "Read the answer as it comes, or ask for less.",
    ),
    kind(
        "syntax",
        "The query is not valid SPARQL",
        "The text cannot be read as SPARQL 1.1.",
        "Line and column say where reading stopped. The editor at /sparql shows it.",
    ),
    kind(
        "timeout",
        "The answer took too long",
        "The work was stopped at the server's limit, and nothing was sent.",
        "Ask for less, look at how the query is answered with `explain`, or raise the limit.",
    ),
    kind(
        "token",
        "The token is missing or wrong",
        "The request does what takes a token, and shows none that the server knows.",
        "Send `Authorization: Bearer SECRET`; whoever runs the server makes tokens with `milieu token new`.",
    ),
    kind(
        "tokens",
        "Too many wrong tokens",
        "This client sent so many wrong tokens that its next ones are not looked at for a while.",
        "Wait for the time in Retry-After, and send the right one.",
    ),
    kind(
        "too-complex",
        "The request is too complex",
        "The query or the document is nested more deeply, or is larger in some part, than the server reads.",
        "Write it flatter; the detail names the limit, and line and column say where it is met.",
    ),
    kind(
        "too-many-requests",
        "You have too many requests at once",
        "One client may have so many requests worked on and waiting at once, so that others are answered too.",
        "Wait for those that run, and try again after the time in Retry-After.",
    ),
    kind(
        "too-many-rows",
        "The answer has more rows than this server sends",
        "The answer has more rows or triples than the server's limit.",
        "Add LIMIT and OFFSET with ORDER BY, aggregate, or raise the limit.",
    ),
    kind(
        "too-much-memory",
        "The answer takes more memory than this server gives",
        "Answering would hold more memory than one question may.",
        "Ask for less: fewer columns to sort or group by, a narrower pattern, a smaller group.",
    ),
];
