import { expect, test } from "vitest";
import { keyOfWords } from "../../../src/webforms/labels";

test.each([
  ["First Name *", "given_name"],
  ["fname", "given_name"],
  ["l_name", "family_name"],
  ["txtEmailAddress", "email"],
  ["Business Name", "organization"],
  ["your-name", "name"],
  ["Company website", "url"],
  ["Business phone", "tel"],
  ["Company city", "address_level2"],
  ["State/Province", "address_level1"],
  ["ZIP / Postal code", "postal_code"],
  ["address2", "address_line2"],
  ["How many employees do you have?", "employee_count"],
  ["Current insurance company", "current_carrier"],
  ["What insurance do you need?", "coverage_type"],
  ["First Name & Last Name", "name"],
  ["Business owner name", "name"],
  ["Vorname", "given_name"],
  ["Form_fields[name]", "name"],
  ["Best time to call", "preferred_times"],
  ["dob", "bday"],
])("%s asks for the %s", (label, key) => {
  expect(keyOfWords(label)).toBe(key);
});

test.each([
  "Username",
  "Password",
  "Card number",
  "SSN",
  "Fax",
  "Phone type",
  "Years in business",
  "How did you hear about us?",
  "Preferred contact method",
  "Last 4 digits of phone",
  "",
  "Leave this field blank",
  "I agree to the terms",
  "Spouse first name",
  "input_5_3",
])("%s asks for nothing that we fill in", (label) => {
  expect(keyOfWords(label)).toBeUndefined();
});
