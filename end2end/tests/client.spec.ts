import { type Api, expect, type Source, test } from './fixtures/client';

/** What is told apart by its name, so that tests share a server. */
const unique = (name: string) => `${name} ${crypto.randomUUID()}`;

const createSource = (api: Api) =>
  api.postExternalcontactsExternalsources({
    name: unique('CRM'),
    active: true,
    linkConfiguration: { uriTemplate: 'https://crm.example/{{externalId.value}}' },
  });

/** Every field of a contact that a client can write. */
const person = (source: Source, tag: string) => ({
  firstName: 'Ann',
  middleName: 'B.',
  lastName: 'Lee',
  salutation: 'Dr.',
  title: 'CTO',
  workPhone: { display: '+1 415-555-0102', extension: 7, acceptsSMS: false, e164: '+14155550102', countryCode: 'US' },
  cellPhone: { display: '+45 32 12 34 56', acceptsSMS: true },
  homePhone: { display: '+1 415-555-0103' },
  otherPhone: { display: '+1 415-555-0104' },
  workEmail: `work.${tag}@acme.example`,
  personalEmail: `home.${tag}@acme.example`,
  otherEmail: `other.${tag}@acme.example`,
  address: { address1: '1 Main St', address2: 'Floor 2', city: 'Rome', state: 'RM', postalCode: '00100', countryCode: 'IT' },
  twitterId: { id: `t${tag}`, name: 'Ann', screenName: 'ann_lee' },
  lineId: { ids: [{ userId: `l${tag}` }], displayName: 'Ann' },
  whatsAppId: { phoneNumber: { display: '+1 415-555-0105' }, displayName: 'Ann' },
  facebookId: { ids: [{ scopedId: `f${tag}` }], displayName: 'Ann' },
  instagramId: { ids: [{ scopedId: `i${tag}` }], displayName: 'Ann', handle: 'ann.lee' },
  externalIds: [{ externalSource: source, value: tag }],
  surveyOptOut: false,
  externalSystemUrl: 'https://crm.example/people/7',
});

/** Every field of an organization that a client can write. */
const company = (source: Source, tag: string) => ({
  name: `Acme ${tag}`,
  companyType: 'Public',
  industry: 'Machines',
  address: { address1: '2 High St', city: 'Bonn', postalCode: '53111', countryCode: 'DE' },
  phoneNumber: { display: '+49 228 123456' },
  faxNumber: { display: '+49 228 123457' },
  employeeCount: 42,
  revenue: 1_000_000,
  tags: ['key', 'emea'],
  websites: ['https://acme.example'],
  tickers: [{ symbol: 'ACME', exchange: 'XETRA' }],
  twitterId: { id: `t${tag}`, name: 'Acme', screenName: 'acme' },
  externalSystemUrl: 'https://crm.example/companies/1',
  externalIds: [{ externalSource: source, value: tag }],
});

/** The client declares the value of a change an object; the contract says any value. */
const change = (field: string, action: string, value?: string) => ({ field, action, value: value as unknown as object });

const tag = () => crypto.randomUUID().slice(0, 8);

const failure = async (answer: Promise<unknown>) => {
  const refused = await answer.then(
    () => expect(null, 'the request was refused').not.toBeNull(),
    (error) => error,
  );
  return refused as { status: number; code: string; message: string; contextId: string };
};

test('a source is made, listed, changed and deleted', async ({ api }) => {
  const made = await createSource(api);
  expect(await api.getExternalcontactsExternalsource(made.id!)).toEqual(made);
  const listed = await api.getExternalcontactsExternalsources({ name: made.name, active: true, limit: 5 });
  expect(listed.entities).toEqual([made]);
  const changed = await api.putExternalcontactsExternalsource(made.id!, { ...made, active: false });
  expect(changed).toEqual({ ...made, active: false });
  await api.deleteExternalcontactsExternalsource(made.id!);
  const gone = await failure(api.getExternalcontactsExternalsource(made.id!));
  expect(gone).toMatchObject({ status: 404, code: 'not_found' });
  expect(gone.message && gone.contextId).toBeTruthy();
});

test('a file is uploaded, validated and imported', async ({ api }) => {
  const source = await createSource(api);
  const id = tag();
  const csv = `Number,Given name,Surname,Mail,Mobile,Company,Company name
${id}-1,Ann,Lee,ann.${id}@acme.example,+14155550102,${id},Acme
${id}-2,小明,王,xm.${id}@acme.example,,${id},Acme
${id}-3,Bo,Øster,bo.${id}@,,,
`;
  const settings = await api.postExternalcontactsImportSettings({
    name: unique('Monthly'),
    matchingCriteria: ['Email', 'Phone'],
    mergeContacts: true,
    externalSourceId: source.id!,
    importFields: [
      { name: 'firstName', included: true },
      { name: 'Last Name', included: true },
    ],
  });
  expect(await api.getExternalcontactsImportSetting(settings.id!)).toEqual(settings);
  const saved = await api.getExternalcontactsImportSettings({ name: settings.name, pageSize: '5', sortOrder: 'Descending' });
  expect(saved.entities).toEqual([settings]);
  const renamed = await api.putExternalcontactsImportSetting(settings.id!, { ...settings, name: unique('Weekly') });
  expect(renamed).toMatchObject({ id: settings.id, importFields: settings.importFields, mergeContacts: true });

  const columns = {
    Number: 'externalIds[0].value',
    'Given name': 'firstName',
    Surname: 'lastName',
    Mail: 'workEmail',
    Mobile: 'cellPhone.display',
    Company: 'externalOrganization.externalIds[0].value',
    'Company name': 'externalOrganization.name',
  };
  const mapping = await api.postExternalcontactsImportCsvSettings({
    externalSettingsId: settings.id!,
    mappings: Object.entries(columns).map(([sourceField, targetField]) => ({ sourceField, targetField })),
  });
  expect(await api.getExternalcontactsImportCsvSetting(mapping.id!)).toEqual(mapping);
  const mappings = await api.getExternalcontactsImportCsvSettings({ externalSettingsId: settings.id!, pageSize: '5' });
  expect(mappings.entities).toEqual([mapping]);
  expect(await api.putExternalcontactsImportCsvSetting(mapping.id!, mapping)).toEqual(mapping);

  const upload = await api.postExternalcontactsImportCsvUploads({ fileName: 'people.csv', fileSize: Buffer.byteLength(csv) });
  // The address and the headers are all there is: whoever sends the file has no token of the client.
  const sent = await fetch(upload.uploadUrl, {
    method: 'PUT',
    headers: Object.fromEntries(upload.uploadHeaders.map(({ name, value }) => [name, value])),
    body: csv,
  });
  expect(sent.status).toBe(204);
  const details = await api.getExternalcontactsImportCsvUploadDetails(upload.uploadId);
  expect(details).toMatchObject({ fileName: 'people.csv', validationResult: { separatorValid: true, fileEncodingValid: true } });
  const preview = await api.getExternalcontactsImportCsvUploadPreview(upload.uploadId);
  expect(preview.headers).toEqual(Object.keys(columns));
  expect(preview.entries).toHaveLength(3);

  const { job } = await api.postExternalcontactsImportCsvJobs({ uploadId: upload.uploadId, settingsId: mapping.id!, division: { id: '*' } });
  const read = () => api.getExternalcontactsImportJob(job.id!, { expand: ['division'] });
  const step = async () => (({ status, executionStep }) => `${status} ${executionStep}`)(await read());
  await expect.poll(step).toBe('Running Validated');
  expect((await read()).metadata).toMatchObject({ fileName: 'people.csv', dryRunSuccessCount: 2, dryRunFailedCount: 1 });
  expect(await api.putExternalcontactsImportJob(job.id!, { jobId: job.id!, status: 'Continue' })).toEqual({
    jobId: job.id,
    status: 'Continue',
  });
  await expect.poll(step).toBe('Completed Importing');
  const done = await read();
  expect(done).toMatchObject({ division: { id: '*', name: 'Unassigned' }, settings: { id: settings.id } });
  expect(done.metadata).toMatchObject({ importSuccessCount: 2, importFailedCount: 1 });
  const jobs = await api.getExternalcontactsImportJobs({ jobStatus: 'Completed', pageSize: '100', sortOrder: 'Descending' });
  expect(jobs.entities!.map(({ id }) => id)).toContain(job.id);

  const found = await api.getExternalcontactsContacts({ q: '小明', expand: ['externalOrganization'], pageSize: 10 });
  expect(found.entities).toHaveLength(1);
  expect(found.entities![0]).toMatchObject({
    lastName: '王',
    workEmail: `xm.${id}@acme.example`,
    externalIds: [{ value: `${id}-2`, externalSource: { id: source.id, name: source.name } }],
    externalOrganization: { name: 'Acme' },
  });
  const of = await api.getExternalcontactsOrganizationContacts(found.entities![0]!.externalOrganization!.id!, { pageSize: 10 });
  expect(of.entities!.map(({ firstName }) => firstName).sort()).toEqual(['Ann', '小明']);

  await api.deleteExternalcontactsImportCsvSetting(mapping.id!);
  await api.deleteExternalcontactsImportSetting(settings.id!);
  expect((await failure(api.getExternalcontactsImportSetting(settings.id!))).status).toBe(404);
});

test('a contact keeps every field, is changed, found and deleted', async ({ api }) => {
  const source = await createSource(api);
  const id = tag();
  const sent = person(source, id);
  const made = await api.postExternalcontactsContacts(sent);
  expect(made).toMatchObject(sent);
  expect(await api.getExternalcontactsContact(made.id!)).toEqual(made);
  expect(await api.getExternalcontactsContactUnresolved(made.id!)).toEqual(made);
  expect(await api.putExternalcontactsContact(made.id!, made)).toEqual(made);

  const patched = await api.patchExternalcontactsContact(made.id!, {
    changes: [
      change('$.title', 'Update', 'CEO'),
      change('$.address.city', 'UpdateIfExists', 'Milan'),
      change('$.salutation', 'Remove'),
    ],
  });
  expect(patched).toMatchObject({ title: 'CEO', address: { ...sent.address, city: 'Milan' }, lastName: 'Lee' });
  expect(patched.salutation).toBeUndefined();

  const identifier = { type: 'Email', value: `extra.${id}@acme.example` };
  await api.patchExternalcontactsContactIdentifiers(made.id!, { operation: 'Claim', identifier });
  const identifiers = await api.getExternalcontactsContactIdentifiers(made.id!);
  expect(identifiers.entities!.map(({ value }) => value)).toContain(identifier.value);
  expect((await api.postExternalcontactsIdentifierlookupContacts(identifier)).id).toBe(made.id);
  const byId = { type: 'ExternalId', value: id, externalSource: source };
  expect((await api.postExternalcontactsIdentifierlookup(byId)).id).toBe(made.id);
  const reverse = await api.getExternalcontactsReversewhitepageslookup(sent.workEmail, { expand: ['contacts.externalOrganization'] });
  expect(reverse.contacts!.map(({ id }) => id)).toEqual([made.id]);

  const searched = await api.postExternalcontactsContactsSearch({
    pageSize: 10,
    pageNumber: 1,
    operation: { simpleSearch: { query: sent.workEmail } },
  });
  expect(searched.entities!.map(({ id }) => id)).toEqual([made.id]);

  await api.deleteExternalcontactsContact(made.id!);
  expect((await failure(api.getExternalcontactsContact(made.id!))).status).toBe(404);
});

test('contacts are enriched and merged', async ({ api }) => {
  const id = tag();
  const enriched = await api.postExternalcontactsContactsEnrich({
    action: 'Upsert',
    matchingIdentifiers: [{ type: 'Email', value: `ann.${id}@acme.example` }],
    contact: { firstName: 'Ann', workEmail: `ann.${id}@acme.example` },
    fieldRules: { defaultAction: 'PreferProvided' },
  });
  expect(enriched).toMatchObject({ firstName: 'Ann', type: 'Curated' });
  const other = await api.postExternalcontactsContacts({ lastName: 'Lee', workEmail: `lee.${id}@acme.example` });
  const merged = await api.postExternalcontactsContactsMerge({
    contactIds: [enriched.id!, other.id!],
    valueOverride: { title: 'CTO' },
  });
  expect(merged).toMatchObject({ id: enriched.id, firstName: 'Ann', lastName: 'Lee', title: 'CTO' });
  expect([merged.workEmail, merged.personalEmail].sort()).toEqual([`ann.${id}@acme.example`, `lee.${id}@acme.example`]);
  const behind = await api.getExternalcontactsContactUnresolved(other.id!);
  expect(behind).toMatchObject({ mergedTo: { id: merged.id }, canonicalContact: { id: merged.id } });
});

test('an organization keeps every field, is changed, found and deleted', async ({ api }) => {
  const source = await createSource(api);
  const id = tag();
  const sent = company(source, id);
  const made = await api.postExternalcontactsOrganizations(sent);
  expect(made).toMatchObject(sent);
  expect(await api.getExternalcontactsOrganization(made.id!)).toEqual(made);
  expect(await api.putExternalcontactsOrganization(made.id!, made)).toEqual(made);
  const patched = await api.patchExternalcontactsOrganization(made.id!, {
    changes: [change('$.industry', 'Update', 'Toys')],
  });
  expect(patched).toMatchObject({ ...sent, industry: 'Toys' });
  const identifiers = await api.getExternalcontactsOrganizationIdentifiers(made.id!);
  expect(identifiers.entities).toMatchObject([{ type: 'ExternalId', value: id }]);
  const byId = { type: 'ExternalId', value: id, externalSource: source };
  expect((await api.postExternalcontactsIdentifierlookupOrganizations(byId)).id).toBe(made.id);
  const enriched = await api.postExternalcontactsOrganizationsEnrich({
    action: 'Update',
    matchingIdentifiers: [byId],
    externalOrganization: { name: sent.name, companyType: 'Private' },
  });
  expect(enriched).toMatchObject({ id: made.id, companyType: 'Private', employeeCount: 42 });

  const ann = await api.postExternalcontactsContacts({ firstName: 'Ann', externalOrganization: { id: made.id!, name: sent.name } });
  const contacts = await api.getExternalcontactsOrganizationContacts(made.id!, { q: 'Ann', expand: ['externalOrganization'] });
  expect(contacts.entities).toMatchObject([{ id: ann.id, externalOrganization: { id: made.id, name: sent.name } }]);
  const listed = await api.getExternalcontactsOrganizations({ q: sent.name, pageSize: 10, pageNumber: 1, sortOrder: 'name:asc' });
  expect(listed.entities!.map(({ id }) => id)).toEqual([made.id]);
  await api.deleteExternalcontactsOrganization(made.id!);
  expect((await failure(api.getExternalcontactsOrganization(made.id!))).status).toBe(404);
});

test('bulk requests answer item by item, and scans find them all', async ({ api }) => {
  const id = tag();
  const contacts = ['Ann', 'Bo'].map((firstName) => ({ firstName, workEmail: `${firstName}.${id}@acme.example` }));
  const added = await api.postExternalcontactsBulkContactsAdd({ entities: [...contacts, { workEmail: 'ann@' }] });
  expect(added).toMatchObject({ errorCount: 1, errorIndexes: [2] });
  expect(added.results).toMatchObject([
    { success: true, status: 201, entity: contacts[0] },
    { success: true, status: 201, entity: contacts[1] },
    { success: false, status: 400, error: { code: 'field_invalid', retryable: false } },
  ]);
  const entities = added.results!.slice(0, 2).map(({ entity }) => ({ id: entity!.id! }));
  const ids = entities.map(({ id }) => id);
  const read = await api.postExternalcontactsBulkContacts({ entities });
  expect(read.results!.map(({ entity }) => entity)).toMatchObject(contacts);
  const unresolved = await api.postExternalcontactsBulkContactsUnresolved({ entities });
  expect(unresolved.results).toHaveLength(2);
  const seen = await api.postExternalcontactsBulkContactsDivisionviews({ entities });
  expect(seen.results).toHaveLength(2);
  const updated = await api.postExternalcontactsBulkContactsUpdate({
    entities: read.results!.map(({ entity }) => ({ ...entity!, title: 'CTO' })),
  });
  expect(updated.results!.map(({ entity }) => entity!.title)).toEqual(['CTO', 'CTO']);
  const enriched = await api.postExternalcontactsBulkContactsEnrich({
    entities: [
      { action: 'Update', matchingIdentifiers: [{ type: 'Email', value: contacts[0]!.workEmail }], contact: { title: 'CEO' } },
    ],
  });
  expect(enriched.results).toMatchObject([{ success: true, entity: { id: ids[0], title: 'CEO' } }]);

  const scanned: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.getExternalcontactsScanContacts({ limit: 2, cursor, divisionId: '*' });
    scanned.push(...page.entities!.map(({ id }) => id!));
    cursor = page.cursors?.after;
  } while (cursor);
  expect(scanned).toEqual(expect.arrayContaining(ids));
  expect((await api.getExternalcontactsScanContactsDivisionviewsAll({ limit: 200 })).entities!.length).toBeGreaterThanOrEqual(2);
  const removed = await api.postExternalcontactsBulkContactsRemove({ entities });
  expect(removed.results).toMatchObject([{ success: true }, { success: true }]);
});

test('organizations in bulk', async ({ api }) => {
  const id = tag();
  const companies = ['Acme', 'Beta'].map((name) => ({ name: `${name} ${id}` }));
  const added = await api.postExternalcontactsBulkOrganizationsAdd({ entities: companies });
  expect(added.results!.map(({ entity }) => entity)).toMatchObject(companies);
  const entities = added.results!.map(({ entity }) => ({ id: entity!.id! }));
  expect((await api.postExternalcontactsBulkOrganizations({ entities })).results).toHaveLength(2);
  expect((await api.postExternalcontactsBulkOrganizationsDivisionviews({ entities })).results).toHaveLength(2);
  const updated = await api.postExternalcontactsBulkOrganizationsUpdate({
    entities: added.results!.map(({ entity }) => ({ ...entity!, industry: 'Toys' })),
  });
  expect(updated.results!.map(({ entity }) => entity!.industry)).toEqual(['Toys', 'Toys']);
  const enriched = await api.postExternalcontactsBulkOrganizationsEnrich({
    entities: [{ action: 'Insert', externalOrganization: { name: `Gamma ${id}` } }],
  });
  expect(enriched.results).toMatchObject([{ success: true, entity: { name: `Gamma ${id}` } }]);
  const scanned = await api.getExternalcontactsScanOrganizations({ limit: 200, divisionId: '*' });
  expect(scanned.entities!.map(({ name }) => name)).toEqual(expect.arrayContaining([companies[0]!.name, `Gamma ${id}`]));
  expect((await api.getExternalcontactsScanOrganizationsDivisionviewsAll({ limit: 2 })).entities).toHaveLength(2);
  const removed = await api.postExternalcontactsBulkOrganizationsRemove({ entities });
  expect(removed.results).toMatchObject([{ success: true }, { success: true }]);
});

/** A field as the client's documentation writes it: a type of those that the server lists, and what people call it. */
const field = (type: string, title: string) => ({ allOf: [{ $ref: `#/definitions/${type}` }], title, description: '' });

test('custom fields are defined, changed, filled and read back', async ({ api }) => {
  const types = await api.getExternalcontactsContactsSchemasCoretypes();
  expect(types.entities!.map(({ id }) => id)).toEqual(expect.arrayContaining(['text', 'integer', 'enum', 'tag', 'checkbox']));
  expect(await api.getExternalcontactsContactsSchemasCoretype('integer')).toMatchObject({ name: 'integer', current: true });
  expect((await api.getExternalcontactsContactsSchemasLimits()).maxNumberOfFieldsPerSchema).toBeGreaterThan(0);
  const made = await api.postExternalcontactsContactsSchemas({
    version: 1,
    name: 'People',
    enabled: true,
    jsonSchema: { title: 'People', properties: { size_integer: field('integer', 'Size'), note_text: field('text', 'Note') } },
  });
  expect(made).toMatchObject({ version: 1, name: 'People', enabled: true, appliesTo: ['CONTACT'] });
  expect(await api.getExternalcontactsContactsSchema(made.id!)).toEqual(made);
  const changed = await api.putExternalcontactsContactsSchema(made.id!, {
    ...made,
    jsonSchema: { ...made.jsonSchema, properties: { ...made.jsonSchema.properties, likes_tag: field('tag', 'Likes') } },
  });
  expect(changed).toMatchObject({ id: made.id, version: 2 });
  const versions = await api.getExternalcontactsContactsSchemaVersions(made.id!);
  expect(versions.entities).toEqual([made, changed]);
  expect(await api.getExternalcontactsContactsSchemaVersion(made.id!, '1')).toEqual(made);
  expect((await api.getExternalcontactsContactsSchemas()).entities).toEqual([changed]);

  const customFields = { size_integer: 42, note_text: 'tall', likes_tag: ['tea', 'go'] };
  const ann = await api.postExternalcontactsContacts({ firstName: 'Ann', customFields: customFields as never, schema: changed });
  expect(ann).toMatchObject({ customFields, schema: { id: made.id, version: 2 } });
  const wrong = { size_integer: 'big' };
  const refused = await failure(api.postExternalcontactsContacts({ firstName: 'Bo', customFields: wrong as never, schema: changed }));
  expect(refused).toMatchObject({ status: 400, code: 'field_invalid' });

  const company = await api.postExternalcontactsOrganizationsSchemas({
    version: 1,
    name: 'Companies',
    jsonSchema: { properties: { since_date: field('date', 'Customer since') } },
  });
  expect(company.appliesTo).toEqual(['EXTERNAL_ORGANIZATION']);
  expect(await api.getExternalcontactsOrganizationsSchema(company.id!)).toEqual(company);
  const since = { since_date: '2026-04-03' };
  const acme = await api.postExternalcontactsOrganizations({ name: 'Acme', customFields: since as never, schema: company });
  expect(acme).toMatchObject({ customFields: since, schema: { id: company.id, version: 1 } });

  await api.deleteExternalcontactsContactsSchema(made.id!);
  expect((await failure(api.getExternalcontactsContactsSchema(made.id!))).status).toBe(404);
});

test('an export is asked for, waited for and downloaded', async ({ api, token }) => {
  const id = tag();
  const ann = await api.postExternalcontactsContacts({ firstName: 'Ann', workEmail: `ann.${id}@acme.example` });
  const asked = await api.postExternalcontactsContactsExports({
    queryConditions: {
      filters: { and: [{ eq: { field: 'DivisionId', value: '*' } }, { gte: { field: 'CreateDate', value: ann.createDate! } }] },
      limit: 1000,
    },
  });
  const read = () => api.getExternalcontactsContactsExport(asked.id!);
  await expect.poll(async () => (await read()).status).toBe('SUCCEEDED');
  const done = await read();
  expect(done).toMatchObject({ id: asked.id, queryConditions: asked.queryConditions });
  expect((await api.getExternalcontactsContactsExports()).entities).toContainEqual(done);
  const file = await fetch(done.downloadUrl!, { headers: { Authorization: `Bearer ${token()}` } });
  expect(file.status).toBe(200);
  expect(await file.text()).toContain(`ann.${id}@acme.example`);

  const companies = await api.postExternalcontactsOrganizationsExports({});
  const status = async () => (await api.getExternalcontactsOrganizationsExport(companies.id!)).status;
  await expect.poll(status).toBe('SUCCEEDED');
  expect((await api.getExternalcontactsOrganizationsExports()).entities!.map(({ id }) => id)).toContain(companies.id);
});
