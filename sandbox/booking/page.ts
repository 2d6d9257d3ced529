const STATES = [
  ["AL", "Alabama"],
  ["FL", "Florida"],
  ["NY", "New York"],
  ["TX", "Texas"],
].map(([code, name]) => `<option value="${code}">${name}</option>`);

/** A form like those of other people's pages: two steps, placeholders, and a field against robots. */
export const BOOKING_FORM = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Book a meeting</title>
<style>.hp{position:absolute;left:-9999px}label{display:block;margin:.5rem 0}section[hidden]{display:none}</style></head>
<body><h1>Meet a licensed agent</h1>
<form method="post" action="/booking/page">
<section id="one"><label>First name <input name="first_name" required></label><label>Last name <input name="last_name" required></label>
<label>Business name <input name="biz"></label>
<label>Email <input type="email" name="email" required></label>
<label>Phone <input name="phone" placeholder="(555) 555-5555" maxlength="14"></label>
<div class="hp"><label>Website <input name="website_hp" tabindex="-1" autocomplete="off"></label></div>
<button type="button" onclick="document.getElementById('one').hidden=true;document.getElementById('two').hidden=false">Next</button></section>
<section id="two" hidden><label>State <select name="st"><option value="">Choose</option>${STATES.join("")}</select></label>
<label>Type of coverage <select name="cov"><option value="">Choose</option><option value="gl">General Liability Insurance</option><option value="wc">Workers' Compensation</option><option value="cy">Cyber</option></select></label>
<label>Number of employees <select name="emp"><option value="">Choose</option><option>1-10</option><option>11-50</option><option>51+</option></select></label>
<label>Best time to call <textarea name="when"></textarea></label>
<label><input type="checkbox" name="news"> Send me the newsletter</label>
<button type="submit">Book my meeting</button></section></form></body></html>`;

/** The form again, with an error, and still with status 200. */
export const INVALID_FORM = BOOKING_FORM.replace(
  "<form",
  '<p role="alert">Please check your name and email.</p><form',
);

/** The page after a booking; `count` is how many were made. */
export const confirmationPage = (count: number, now: number): string =>
  `<!doctype html><html lang="en"><title>Booked</title><h1>Thank you, your meeting is booked.</h1><p>Confirmation number: MTG-${1_000 + count}</p><p>Requested at ${new Date(now).toISOString()}</p></html>`;
