import { KEYS, type Key } from "./labels";

/** For a broad key, the narrower keys from another source that replace it. */
export const NARROWER: Partial<Record<Key, Key[]>> = {
  name: ["given_name", "family_name", "additional_name", "organization", "nickname"],
  address_line1: [
    "address_line2",
    "address_line3",
    "address_level1",
    "address_level2",
    "postal_code",
    "country",
    "street_address",
  ],
  tel: ["tel_extension", "tel_country_code", "tel_area_code"],
  bday: ["bday_day", "bday_month", "bday_year"],
  address_line3: ["organization"],
  organization: ["organization_title"],
  // "Additional info" is often a part of a name or an address.
  notes: KEYS.filter((key) => key !== "notes"),
};
/** Keys that radio buttons may ask for. */
export const RADIO_KEYS: Key[] = [
  "coverage_type",
  "industry",
  "sex",
  "honorific_prefix",
  "employee_count",
  "revenue",
  "budget",
  "preferred_times",
  "current_carrier",
];
