import { type ComplaintRecord, emptyRecord } from '../../domain/contract/record.ts';

/** A complaint as the peers' harness invents it. */
export interface PeerRecord {
  id: string;
  caseNo: string;
  station: string;
  rev: number;
  createdAt: string;
  updatedAt: string;
  status: string;
  priority: number;
  channel: string;
  category: string;
  name: string;
  phone: string;
  idNo: string;
  address: string;
  respondent: string;
  subject: string;
  content: string;
  dept: string;
  handler: string;
  note: string;
  dueAt: string;
  attachments: { kind: string; file: string; bytes: number; sha256: string }[];
}

/** The four members that an edit changes. */
export type PeerPatch = Partial<PeerRecord>;

/** Members that our sheet has no place for: numbers and marks of another program, which nobody looks for by their text. */
type Others = Pick<PeerRecord, 'id' | 'caseNo' | 'station' | 'rev' | 'status' | 'priority' | 'channel' | 'dueAt'>;

/** The same complaint on our sheet: every member once, where it belongs or, where we have no such member, in 事项. */
export function toComplaint(peer: PeerRecord): ComplaintRecord {
  const { id, caseNo, station, rev, status, priority, channel, dueAt } = peer;
  const others: Others = { id, caseNo, station, rev, status, priority, channel, dueAt };
  return {
    ...emptyRecord('tanghe', peer.createdAt),
    channel: 'phone',
    complainant: {
      type: 'named',
      name: peer.name,
      id_type: null,
      id_no: peer.idNo,
      phone: peer.phone,
      address: peer.address,
    },
    respondent: { unit: peer.respondent, window_no: '', staff: '' },
    request: peer.subject,
    narrative: peer.content,
    six_elements: {
      time: peer.updatedAt,
      place: peer.dept,
      people: peer.handler,
      cause: peer.category,
      course: '',
      result: peer.note,
    },
    fields: { f_item: JSON.stringify(others) },
    evidence: peer.attachments.map(({ kind, file, bytes, sha256 }) => ({
      kind,
      name: file,
      size: bytes,
      note: sha256,
    })),
  };
}

/** Back again, with what the notes on the case changed. */
export function toPeer(record: ComplaintRecord, notes: readonly string[]): PeerRecord {
  const { complainant, six_elements: six } = record;
  const peer: PeerRecord = {
    ...othersIn(record),
    idNo: complainant.id_no,
    createdAt: record.received_at,
    updatedAt: six.time,
    category: six.cause,
    name: complainant.name,
    phone: complainant.phone,
    address: complainant.address,
    respondent: record.respondent.unit,
    subject: record.request,
    content: record.narrative,
    dept: six.place,
    handler: six.people,
    note: six.result,
    attachments: record.evidence.map(({ kind, name, size, note }) => ({
      kind,
      file: name,
      bytes: size ?? 0,
      sha256: note ?? '',
    })),
  };
  return Object.assign(peer, ...notes.map((note) => JSON.parse(note) as PeerPatch));
}

const othersIn = (record: ComplaintRecord) => JSON.parse(String(record.fields?.f_item)) as Others;

export const idOf = (record: ComplaintRecord): string => othersIn(record).id;
