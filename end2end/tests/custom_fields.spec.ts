import { expect, expectAccessible, type Page, test } from './fixtures';
import * as files from './fixtures/files';

const dialog = (page: Page) => page.getByRole('dialog', { name: /field/i });
const panel = (page: Page, of: string) => page.getByRole('region', { name: `Fields of ${of}` });

/** Makes a field; the first one is made after its schema. */
async function addField(page: Page, of: string, title: string, type: string, options?: string) {
  const setUp = panel(page, of).getByRole('button', { name: 'Set up custom fields' });
  const add = panel(page, of).getByRole('button', { name: 'New field' });
  await expect(setUp.or(add)).toBeVisible();
  if (await setUp.isVisible()) await setUp.click();
  await add.click();
  await dialog(page).getByLabel('Title').fill(title);
  await dialog(page).getByLabel('Type').selectOption({ label: type });
  if (options) await dialog(page).getByLabel('Options').fill(options);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(panel(page, of).getByRole('row', { name: new RegExp(`^${title} `) })).toContainText(type);
}

test('custom fields are made, filled from a file that is checked at once, and seen in the contact', async ({
  page,
  muster,
  wizard,
  directory,
}) => {
  test.slow();
  await page.goto(`${muster.url}/admin/custom-fields`);
  await addField(page, 'contacts', 'Shoe size', 'Whole number');
  await addField(page, 'contacts', 'Class', 'Choice of options', 'Gold\nTin');
  await addField(page, 'contacts', 'Born', 'Date');
  await addField(page, 'organizations', 'Tier', 'Tags');

  await wizard.open();
  await wizard.choose(files.people);
  await expect(wizard.importable('1', '2')).toBeVisible();
  const problems = await wizard.problem('Not a whole number');
  await expect(problems.getByRole('row').nth(1)).toContainText('large');
  await expect(problems.getByRole('row').nth(1)).toContainText('Shoe size');

  await wizard.toSettings();
  await wizard.createSource('CRM');
  await wizard.nameProfile('People');
  await expect(page.getByLabel('Target field of Shoe size')).toHaveValue('customFields.shoe_size_integer');
  const tier = page.getByLabel('Target field of External Organization Tier');
  await expect(tier).toHaveValue('externalOrganization.customFields.tier_tag');
  const format = page.getByLabel('Format of Born');
  await expect(format).toHaveAccessibleDescription(/Day and month cannot be told apart/);
  await expect(format).toHaveAccessibleDescription(/“03\/04\/1990” in row 2 is 1990-04-03.*in row 2 is 1990-03-04/);
  await wizard.next();
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Choose the format of the dates.');
  await expectAccessible(page);
  await format.focus();
  for (let steps = 0; steps < 9 && (await format.inputValue()) !== 'DD/MM/YYYY'; steps += 1) await page.keyboard.press('ArrowDown');
  await expect(format).toHaveValue('DD/MM/YYYY');
  await expect(format).toHaveAccessibleDescription('');
  await wizard.next();
  await wizard.validated();
  expect(await wizard.tally('Rows')).toEqual(['1', '0', '0', '0', '1', '2']);
  await wizard.import();
  expect(await wizard.tally('Contacts')).toEqual(['1', '0', '0', '0', '1', '2']);

  await directory.openContact('Ann', 'Ann Lee');
  await expect(page.getByRole('region', { name: 'Custom fields' })).toBeVisible();
  await expect(directory.field('Shoe size')).toHaveText('42');
  await expect(directory.field('Class')).toHaveText('Gold');
  await expect(directory.field('Born')).toHaveText('1990-04-03');
  await page.getByRole('link', { name: 'Acme', exact: true }).click();
  await expect(directory.field('Tier')).toContainText('old');
  await expectAccessible(page);

  // The profile brings the fields and the format back.
  await wizard.open();
  await wizard.choose(files.people);
  await wizard.toSettings();
  await page.getByLabel('Import profile', { exact: true }).selectOption({ label: 'People' });
  await expect(format).toHaveValue('DD/MM/YYYY');
  await expect(page.getByLabel('Target field of class')).toHaveValue('customFields.class_enum');
});

test('a field is renamed, retired and used again, and every version is kept', async ({ page, muster }) => {
  await page.goto(`${muster.url}/admin/custom-fields`);
  await addField(page, 'contacts', 'Size', 'Whole number');
  const contacts = panel(page, 'contacts');
  await contacts.getByRole('button', { name: 'New field' }).click();
  await dialog(page).getByLabel('Title').fill('size');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Another field has this title');
  await dialog(page).getByRole('button', { name: 'Close' }).click();

  await contacts.getByRole('button', { name: 'Size' }).click();
  await expect(dialog(page).getByText('size_integer')).toBeVisible();
  await dialog(page).getByLabel('Title').fill('Shoe size');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await contacts.getByRole('button', { name: 'Shoe size' }).click();
  await dialog(page).getByRole('button', { name: 'Retire field' }).click();
  await expect(contacts.getByRole('row', { name: /Shoe size/ })).toContainText('Retired');
  await contacts.getByRole('button', { name: 'Shoe size' }).click();
  await dialog(page).getByRole('button', { name: 'Use field again' }).click();
  await expect(contacts.getByRole('row', { name: /Shoe size/ })).toContainText('In use');

  await contacts.getByRole('button', { name: 'Disable these fields' }).click();
  await expect(contacts.getByText('These fields are disabled')).toBeVisible();
  await contacts.getByRole('button', { name: 'Versions' }).click();
  const versions = contacts.getByRole('table', { name: 'Versions' });
  await expect(versions.getByRole('row')).toHaveCount(7);
  await expect(versions.getByRole('row').nth(1)).toContainText('Shoe size');
  await contacts.getByRole('button', { name: 'Delete' }).click();
  await contacts.getByRole('button', { name: 'Delete for good?' }).click();
  await expect(contacts.getByText('No custom fields')).toBeVisible();
});

test('somebody else was faster, or the server does not answer: it is said in plain words', async ({ page, muster }) => {
  await page.goto(`${muster.url}/admin/custom-fields`);
  await addField(page, 'contacts', 'Size', 'Whole number');
  const contacts = panel(page, 'contacts');
  const schemas = `${muster.url}/api/v2/externalcontacts/contacts/schemas`;
  const [schema] = (await (await page.request.get(schemas)).json()).entities;
  const headers = { origin: muster.url };
  expect((await page.request.put(`${schemas}/${schema.id}`, { data: schema, headers })).ok()).toBe(true);
  await contacts.getByRole('button', { name: 'Size' }).click();
  await dialog(page).getByRole('button', { name: 'Retire field' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Somebody else changed this in the meantime.');

  await page.route('**/contacts/schemas', (route) => route.abort());
  await page.reload();
  await expect(contacts.getByRole('alert')).toContainText('The server cannot be reached.');
  await page.unroute('**/contacts/schemas');
  await contacts.getByRole('button', { name: 'Try again' }).click();
  await expect(contacts.getByRole('row', { name: /Size/ })).toBeVisible();
});

for (const [scheme, language, width] of [
  ['light', 'en', 1280],
  ['dark', 'zh-CN', 360],
] as const) {
  test(`axe finds nothing in the custom fields, ${scheme}, ${language}, ${width} wide`, async ({ page, muster }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${muster.url}/admin/custom-fields`);
    await addField(page, 'contacts', 'Size', 'Choice of options', 'S\nM');
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('.table')).toBeVisible();
    await expect(page.locator('.empty')).toBeVisible();
    await expectAccessible(page);
    await page.locator('tbody .link-button').click();
    await expect(page.locator('dialog #field-options')).toHaveValue('S\nM');
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
