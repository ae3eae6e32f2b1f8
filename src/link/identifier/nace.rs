//! NACE Rev. 2: a section (a letter), a division (two digits), a group (a third) or a class (a fourth), with or without the point.
//!
//! A section may stand before a division (`C28`, `C.28.41`), as national offices print it; it has to be the one that the division is
//! in (Regulation (EC) No 1893/2006, annex I). Rev. 2.1 moves divisions between sections from G on, and its codes are not told apart
//! from those of Rev. 2 without a section.

use super::{Fault, Kind};

const FORM: &str = "a section, division, group or class, such as C, 28, 28.4 or 28.41";
/// The first and last division of each section, and those between that do not exist.
const SECTIONS: [(char, u32, u32); 21] = [
    ('A', 1, 3),
    ('B', 5, 9),
    ('C', 10, 33),
    ('D', 35, 35),
    ('E', 36, 39),
    ('F', 41, 43),
    ('G', 45, 47),
    ('H', 49, 53),
    ('I', 55, 56),
    ('J', 58, 63),
    ('K', 64, 66),
    ('L', 68, 68),
    ('M', 69, 75),
    ('N', 77, 82),
    ('O', 84, 84),
    ('P', 85, 85),
    ('Q', 86, 88),
    ('R', 90, 93),
    ('S', 94, 96),
    ('T', 97, 98),
    ('U', 99, 99),
];

pub(super) fn read(text: &str) -> Result<String, Fault> {
    let fault = || Fault::form(Kind::Nace, text, FORM);
    let plain = text.trim_end_matches('/').to_ascii_uppercase();
    let section = plain.chars().next().filter(char::is_ascii_uppercase);
    let rest = section.map_or(plain.as_str(), |_| plain[1..].trim_start_matches(['.', ' ', '-']));
    if let Some(section) = section.filter(|_| rest.is_empty()) {
        let known = SECTIONS.iter().any(|(letter, ..)| *letter == section);
        return if known && plain.len() == 1 { Ok(plain) } else { Err(fault()) };
    }
    let digits = match rest.split_once('.') {
        Some((division, below)) if division.len() == 2 && !below.is_empty() => {
            format!("{division}{}", below.replace('.', ""))
        }
        Some(_) => return Err(fault()),
        None => rest.to_owned(),
    };
    if !(2..=4).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault());
    }
    let division: u32 = digits[..2].parse().expect("two digits");
    let own = SECTIONS.iter().find(|(_, first, last)| (*first..=*last).contains(&division));
    let Some((own, ..)) = own else {
        return Err(Fault::part(Kind::Nace, &plain, format!("there is no division {division:02}")));
    };
    if section.is_some_and(|section| section != *own) {
        return Err(Fault::part(Kind::Nace, &plain, format!("division {division:02} is in section {own} (of Rev. 2)")));
    }
    Ok(if digits.len() == 2 { digits } else { format!("{}.{}", &digits[..2], &digits[2..]) })
}
