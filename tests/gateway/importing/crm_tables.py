"""A made-up CRM: tables of the shape that one for WhatsApp on Supabase has, with invented people."""

TABLES = """
create schema crm;
create type crm.chat_platform as enum ('whatsapp', 'instagram');
create type crm.message_direction as enum ('incoming', 'outgoing');
create table crm.organizations (id uuid primary key, name text not null);
create table crm.services (id uuid, organization_id uuid, name text, description text, duration_minutes numeric,
    price_cop numeric, is_active boolean);
create table crm.profiles (id uuid, organization_id uuid, first_name text, last_name text, is_active boolean);
create table crm.service_assignments (id uuid, member_id uuid, service_id uuid);
create table crm.organization_availability (id uuid, organization_id uuid, day_of_week integer, start_time time,
    end_time time, break_start_time time, break_end_time time, is_available boolean);
create table crm.member_availability (like crm.organization_availability);
alter table crm.member_availability add column member_id uuid;
create table crm.member_special_dates (id uuid, organization_id uuid, member_id uuid, date date, is_available boolean,
    start_time time, end_time time, break_start_time time, break_end_time time, reason text);
create table crm.contacts (id uuid, organization_id uuid, first_name text, last_name text, phone text,
    country_code text, email text, document_number text, created_at timestamptz);
create table crm.contact_notes (id uuid, contact_id uuid, note text, created_at timestamptz);
create table crm.tags (id uuid, organization_id uuid, name text);
create table crm.contact_tags (contact_id uuid, tag_id uuid, created_at timestamptz);
create table crm.contact_authorizations (id uuid, organization_id uuid, contact_id uuid, granted boolean);
create table crm.appointments (id uuid, organization_id uuid, contact_id uuid, member_id uuid, service_id uuid,
    appointment_date date, start_time time, end_time time, status text, created_at timestamptz);
create table crm.chat_identities (id uuid, organization_id uuid, contact_id uuid, platform crm.chat_platform,
    platform_user_id text, bot_enabled boolean);
create table crm.chat_messages (id uuid, chat_identity_id uuid, direction crm.message_direction, message text,
    media_type text, sent_by uuid, timestamp timestamptz);
"""


def uuid(kind: int, number: int) -> str:
    return f"{kind:08d}-0000-4000-8000-{number:012d}"


BUSINESS, OTHER = uuid(1, 1), uuid(1, 2)
CUT, COLOUR, OLD, BROKEN = (uuid(2, n) for n in range(1, 5))
LINA, TEO, DESK = (uuid(3, n) for n in range(1, 4))
IVON, MARTA, NIECE, GHOST, FOREIGN, NAMELESS = (uuid(4, n) for n in range(1, 7))

ROWS: dict[str, list[tuple[object, ...]]] = {
    "organizations": [(BUSINESS, "Peluquería Tijeras"), (OTHER, "Otra")],
    "services": [
        (CUT, BUSINESS, "Corte bob", "Con lavado", 45, 60000, True),
        (COLOUR, BUSINESS, "Color raíz", None, 90, 150000, True),
        (OLD, BUSINESS, "Permanente", None, 120, None, False),
        (BROKEN, BUSINESS, "Peinado exprés", None, 2, None, True),
        (uuid(2, 9), OTHER, "Ajeno", None, 30, None, True),
    ],
    "profiles": [
        (LINA, BUSINESS, "Lina", "Ospina", True),
        (TEO, BUSINESS, "Teo", "Rojas", False),
        (DESK, BUSINESS, "Rita", "Caja", True),
    ],
    "service_assignments": [(uuid(5, 1), LINA, CUT), (uuid(5, 2), LINA, COLOUR)],
    "organization_availability": [
        (uuid(6, 1), BUSINESS, 1, "09:00", "18:00", "13:00", "14:00", True),
        (uuid(6, 2), BUSINESS, 0, "09:00", "12:00", None, None, False),
    ],
    "member_availability": [
        (uuid(6, 3), BUSINESS, 2, "10:00", "16:00", None, None, True, LINA),
        (uuid(6, 4), BUSINESS, 3, "16:00", "10:00", None, None, True, LINA),
    ],
    "member_special_dates": [
        (uuid(6, 5), BUSINESS, LINA, "2026-12-24", False, None, None, None, None, "Navidad"),
    ],
    "contacts": [
        (IVON, BUSINESS, "Ivón", "Pardo", "300 555 0171", "+57", "ivon@example.com", "CC 77", "2025-02-01T12:00Z"),
        (MARTA, BUSINESS, "Marta", "Sin Número", "12", "+57", None, None, "2025-03-01T12:00Z"),
        (NIECE, BUSINESS, "Sol", "Pardo", "3005550171", "+57", None, None, "2025-04-01T12:00Z"),
        (NAMELESS, BUSINESS, "", None, "0", None, None, None, "2025-04-01T12:00Z"),
        (FOREIGN, OTHER, "Nadie", "Ajeno", "3005550199", "+57", None, None, "2025-04-01T12:00Z"),
    ],
    "contact_notes": [
        (uuid(7, 1), IVON, "Alérgica al amoníaco", "2025-05-01T12:00Z"),
        (uuid(7, 2), IVON, "x" * 501, "2025-05-01T12:00Z"),
    ],
    "tags": [(uuid(8, 1), BUSINESS, "VIP")],
    "contact_tags": [(IVON, uuid(8, 1), "2025-05-01T12:00Z")],
    "contact_authorizations": [(uuid(8, 2), BUSINESS, IVON, True)],
    "appointments": [
        (uuid(9, 1), BUSINESS, IVON, LINA, CUT, "2026-12-01", "10:00", "10:45", "programada", "2026-11-01T12:00Z"),
        (uuid(9, 2), BUSINESS, MARTA, LINA, CUT, "2026-12-01", "10:30", "11:15", "programada", "2026-11-02T12:00Z"),
        (uuid(9, 3), BUSINESS, NIECE, LINA, COLOUR, "2026-12-08", "10:00", "11:30", "confirmada", "2026-11-02T12:00Z"),
        (uuid(9, 4), BUSINESS, IVON, TEO, OLD, "2026-03-03", "10:00", "12:00", "completada", "2026-03-01T12:00Z"),
        (uuid(9, 5), BUSINESS, IVON, LINA, None, "2026-12-15", "12:00", "13:00", "programada", "2026-11-02T12:00Z"),
        (uuid(9, 6), BUSINESS, IVON, LINA, CUT, "2026-12-22", "12:00", "13:00", "aplazada", "2026-11-02T12:00Z"),
        (uuid(9, 7), BUSINESS, GHOST, LINA, CUT, "2026-12-22", "14:00", "14:45", "programada", "2026-11-02T12:00Z"),
        (uuid(9, 8), BUSINESS, IVON, LINA, CUT, "2026-12-22", "15:00", "15:45", "completada", "2026-11-02T12:00Z"),
    ],
    "chat_identities": [
        (uuid(10, 1), BUSINESS, IVON, "whatsapp", "573005550171", False),
        (uuid(10, 2), BUSINESS, IVON, "instagram", "ivon.p", True),
    ],
    "chat_messages": [
        (uuid(11, 1), uuid(10, 1), "incoming", "¿Tienen cita?", None, None, "2026-11-01T12:00Z"),
        (uuid(11, 2), uuid(10, 1), "outgoing", "El martes a las 10", None, LINA, "2026-11-01T12:01Z"),
        (uuid(11, 3), uuid(10, 1), "incoming", None, "image", None, "2026-11-01T12:02Z"),
    ],
}  # fmt: skip
