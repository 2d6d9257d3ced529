import type { Extraction } from "../extraction/field";
import type { ProspectView } from "../prospects/prospect";
import type { FormValues } from "../webforms/values";
import type { MeetingRequest } from "./meeting";

/** What a form may ask for, from the record; what was said counts only where the extraction proves it. */
export function formValues(
  { preferredTimes, fields }: MeetingRequest,
  person: ProspectView,
): FormValues {
  const { company, address } = person;
  const extracted = (name: keyof Extraction["fields"]) => {
    const value = fields[name]?.value;
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const values: Record<string, string | null | undefined> = {
    name: person.name,
    given_name: person.first_name,
    family_name: person.last_name,
    email: person.email,
    tel: person.phone_number,
    organization: company?.name,
    address_line1: address?.line1,
    address_level2: address?.city,
    address_level1: address?.state,
    postal_code: address?.postal_code,
    country: address?.country,
    industry: company?.industry,
    employee_count: extracted("employee_count") ?? company?.employee_count?.toString(),
    coverage_type: extracted("coverage_type"),
    current_carrier: extracted("current_carrier"),
    renewal_date: extracted("renewal_date"),
    preferred_times: preferredTimes,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );
}
