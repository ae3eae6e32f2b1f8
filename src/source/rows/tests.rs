use super::*;

fn read(text: &'static str) -> Vec<Result<(u64, String, u32), Refused>> {
    let source = Source::from_bytes("t.csv", text).unwrap();
    let rows = records(source, Dialect::COMMA, &["name", "n"], |row| {
        Ok((row.line(), row.text("name")?.to_owned(), row.parse("n")?))
    });
    rows.unwrap().collect()
}

#[test]
fn lines_are_those_of_the_file() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "name,n\n\n\"two\nlines\",1\nb,2\n\n\nc,3".replace('\n', end);
        let source = Source::from_bytes("t.csv", text).unwrap();
        let lines: Vec<u64> =
            records(source, Dialect::COMMA, &["name"], |row| Ok(row.line())).unwrap().map(Result::unwrap).collect();
        assert_eq!(lines, [3, 5, 8], "with line end {end:?}");
    }
}

#[test]
fn a_bad_cell_is_named_and_the_rest_is_read() {
    let rows = read("name,n\na,1\nb,x\n,3\nd,4,5\ne,5\n");
    let told: Vec<String> = rows
        .iter()
        .map(|row| match row {
            Ok((line, name, n)) => format!("{line} {name} {n}"),
            Err(refused) => refused.to_string(),
        })
        .collect();
    assert_eq!(
        told,
        [
            "2 a 1",
            "t.csv:3: column \"n\": value \"x\": expected a whole number",
            "t.csv:4: column \"name\": no value where one is needed",
            "t.csv:5: 3 cells where the header has 2: a separator or a quote is out of place",
            "6 e 5",
        ]
    );
}

#[test]
fn bytes_that_are_no_text_are_named_by_line() {
    let source = Source::from_bytes("t.csv", &b"name,n\na,1\n\xff\xfe,2\nc,3\n"[..]).unwrap();
    let rows: Vec<_> =
        records(source, Dialect::COMMA, &["name"], |row| row.text("name").map(str::to_owned)).unwrap().collect();
    let refused = rows[1].as_ref().unwrap_err();
    assert_eq!((refused.line, refused.reason.as_str()), (3, "not UTF-8 text"));
    assert_eq!(rows[2].as_deref(), Ok("c"));
}

#[test]
fn a_wrong_header_tells_both_lists() {
    let source = Source::from_bytes("t.csv", "name;n\na;1\n").unwrap();
    let refused = records(source, Dialect::COMMA, &["name", "n"], |_| Ok(())).err().unwrap();
    assert!(refused.reason.ends_with("expected: name, n; found: name;n"), "{refused}");
}

#[test]
fn a_broken_archive_is_told_once() {
    let text: String =
        std::iter::once("name,n\n".to_owned()).chain((0..99_999).map(|n| format!("{n},{n}\n"))).collect();
    let whole = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let source = Source::from_bytes("t.zst", whole[..whole.len() - 4].to_vec()).unwrap();
    let rows = records(source, Dialect::COMMA, &["name"], |_| Ok(())).unwrap();
    assert_eq!(rows.filter(Result::is_err).count(), 1);
}
