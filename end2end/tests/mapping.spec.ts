import { expect, expectAccessible, type Page, test } from './fixtures';
import * as files from './fixtures/files';

const target = (page: Page, column: string) => page.getByLabel(`Target field of ${column}`);
const row = (page: Page, column: string) =>
  page.getByRole('table', { name: 'Import fields' }).getByRole('row').filter({ has: target(page, column) });

test('the export of a program is recognised, and its columns mean what they mean there', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.outlook);
  await wizard.toSettings();
  await expect(page.getByText('The columns are those of an export from Outlook')).toBeVisible();
  await expect(target(page, 'Title')).toHaveValue('salutation');
  await expect(target(page, 'Job Title')).toHaveValue('title');
  await expect(target(page, 'Mobile Phone')).toHaveValue('cellPhone.display');
  await expect(target(page, 'Title')).toHaveAccessibleDescription(/Certain.*Outlook calls this field so/);
  await expect(row(page, 'Title')).toContainText('Dr.');
  // A company's name without its ID would have every row refused.
  await expect(target(page, 'Company')).toHaveValue('');
  await expect(row(page, 'Company')).toContainText('Perhaps Organization Name');
  await expect(row(page, 'Company')).toContainText('without it the rows would be refused');
  await expect(page.getByText('8 of 10 columns are imported.')).toBeVisible();
});

test('what is only possible is offered with its reason, and taken with one key', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.unclear);
  await wizard.toSettings();
  await expect(target(page, 'Last Name')).toHaveValue('lastName');
  await expect(row(page, 'Surname')).toContainText('It looks like Last Name, which “Last Name” feeds.');
  // A slip of the keyboard, and values that agree.
  await expect(target(page, 'Emial')).toHaveValue('workEmail');
  await expect(target(page, 'Emial')).toHaveAccessibleDescription(/Likely.*Its name is close to “Email”/);
  await expect(target(page, 'Column X')).toHaveValue('');
  await expect(row(page, 'Column X')).toContainText('Its values look like phone numbers.');
  await page.getByRole('button', { name: 'Use Cell Phone for Column X' }).press('Enter');
  await expect(target(page, 'Column X')).toBeFocused();
  await expect(target(page, 'Column X')).toHaveValue('cellPhone.display');
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Column X feeds Cell Phone now.');
  await page.getByRole('button', { name: 'Use Personal Email for Reach' }).click();
  await expect(target(page, 'Reach')).toHaveValue('personalEmail');
  await expect(page.getByRole('checkbox', { name: 'Import Shoe size' })).toBeDisabled();
  await expectAccessible(page);
});

test('whole names are split and companies known by their names, with a key each', async ({ page, wizard, directory }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.leads);
  await wizard.toSettings();
  await expect(row(page, 'Full Name')).toContainText('would all be last names');
  await page.getByRole('button', { name: 'Split into first and last name: Full Name' }).press('Enter');
  await expect(target(page, 'First Name')).toHaveValue('firstName');
  await expect(target(page, 'Last Name')).toHaveValue('lastName');
  await expect(target(page, 'Full Name')).toHaveValue('');
  await expect(target(page, 'Full Name')).toBeFocused();
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Full Name: split into First Name, Last Name');
  await expect(row(page, 'Company')).toContainText('each spelling is then an organization of its own');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use the name as external ID: Company' }).press('Enter');
  await expect(target(page, 'External Organization External ID')).toHaveValue('externalOrganization.externalIds[0].value');
  await expect(target(page, 'Company')).toHaveValue('externalOrganization.name');
  await expect(page.getByRole('button', { name: /as external ID|into first and last/ })).toHaveCount(0);
  await wizard.createSource('Fair');
  await wizard.nameProfile('Leads');
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  expect(await wizard.tally('Contacts')).toEqual(['3', '0', '0', '0', '0', '3']);
  expect(await wizard.tally('Organizations')).toEqual(['2', '0', '0', '1', '0', '3']);
  await directory.openContact('bo@acme.example', 'Bo García López');
  await expect(directory.field('Last Name')).toContainText('García López');
  await expect(page.getByRole('link', { name: 'Acme', exact: true })).toBeVisible();
});

test('policies say in plain words what they do', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await page.getByText('What the policies mean').click();
  await expect(page.getByText('A value is taken only where the record has none')).toBeVisible();
  const policy = page.getByLabel('Policy of Title');
  await policy.selectOption({ label: 'Overwrite or clear' });
  await expect(policy).toHaveAccessibleDescription(/an empty cell empties the field/);
});

test('an unknown column becomes a custom field, by keyboard, and is imported', async ({ page, wizard, directory }) => {
  test.slow();
  await wizard.open();
  await wizard.choose(files.unclear);
  await wizard.toSettings();
  await page.getByRole('button', { name: 'Create a custom field from Shoe size' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'A custom field from Shoe size' });
  await expect(dialog.getByLabel('Title')).toHaveValue('Shoe size');
  await expect(dialog.getByLabel('Type')).toHaveValue('integer');
  await expect(dialog).toContainText('Whole number fits all of the 3 values');
  await expectAccessible(page);
  await dialog.getByLabel('Title').press('Enter');
  await expect(dialog).toBeHidden();
  await expect(target(page, 'Shoe size')).toHaveValue('customFields.shoe_size_integer');
  await expect(page.getByRole('checkbox', { name: 'Import Shoe size' })).toBeChecked();
  await expect(page.getByRole('status', { name: 'News' })).toContainText('The custom field Shoe size was created');

  // The next one is a new version of the same schema.
  await page.getByRole('button', { name: 'Create a custom field from Reach' }).click();
  const second = page.getByRole('dialog', { name: 'A custom field from Reach' });
  await second.getByLabel('Title').fill('shoe size');
  await second.getByRole('button', { name: 'Create field' }).click();
  await expect(second.getByRole('alert')).toContainText('Another field has this title');
  await second.getByLabel('Title').fill('Private address');
  await second.getByRole('button', { name: 'Create field' }).click();
  await expect(target(page, 'Reach')).toHaveValue('customFields.private_address_text');
  await expect(target(page, 'Shoe size')).toHaveValue('customFields.shoe_size_integer');

  await wizard.createSource('CRM');
  await wizard.nameProfile('Shoes');
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  await directory.openContact('Lee', 'Lee');
  await expect(directory.field('Shoe size')).toHaveText('42');
});

for (const [scheme, language, width] of [
  ['light', 'en', 1280],
  ['dark', 'zh-CN', 360],
] as const) {
  test(`axe finds nothing in the mapping, ${scheme}, ${language}, ${width} wide`, async ({ page, wizard }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await wizard.open();
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await wizard.choose(language === 'en' ? files.unclear : files.outlookChinese);
    await page.locator('.action-bar .button--primary').click();
    await expect(page.locator('.fields-table .advice').first()).toBeVisible();
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test('columns with values that nobody left out are named until the import', async ({ page, wizard }) => {
  const buffer = Buffer.from('External ID,Foo,Bar,Baz,Qux\n1,red,high,round,\n');
  await wizard.open();
  await wizard.choose({ name: 'foo.csv', mimeType: 'text/csv', buffer });
  const main = page.getByRole('main');
  const notice = (text: string) => main.getByText(text);
  await expect(notice('3 columns with values are not imported: Foo, Bar, Baz.')).toBeVisible();
  await expect(main.getByText('No problems were found.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Choose what they feed' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Profile and settings' })).toBeVisible();
  // Whoever says that a column is not imported is not told of it.
  await target(page, 'Bar').selectOption('lastName');
  await target(page, 'Bar').selectOption('');
  await target(page, 'Foo').selectOption('title');
  await expect(notice('1 column with values is not imported: Baz.')).toBeVisible();
  await wizard.createSource('Foo');
  await wizard.nameProfile('Foo');
  await wizard.next();
  await wizard.validated();
  await expect(notice('1 column with values is not imported: Baz.')).toBeVisible();
  await expectAccessible(page);
});

test('that no column is mapped is said once, not of every row', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose({ name: 'none.csv', mimeType: 'text/csv', buffer: Buffer.from('Foo,Bar\n1,2\n3,4\n') });
  await expect(page.getByRole('main').getByText('No column feeds a field yet, so nothing can be imported.')).toBeVisible();
  await expect(wizard.importable('0', '2')).toBeVisible();
  await expect(page.getByText('No problems were found.')).toBeHidden();
  await expect(page.getByRole('group').filter({ hasText: 'Nothing to import in the row' })).toBeHidden();
});

const columns = (page: Page) => page.getByRole('table', { name: 'Import fields' }).getByRole('row').filter({ has: page.getByRole('checkbox') });
const show = (page: Page) => page.getByLabel('Show', { exact: true });
const news = (page: Page) => page.getByRole('status', { name: 'News' });

test('a column of a wide file is found by its name, its values and its field', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.outlookWide);
  await wizard.toSettings();
  await expect(columns(page)).toHaveCount(92);
  const search = page.getByRole('searchbox', { name: 'Columns that contain' });
  await search.fill('hobby');
  await expect(columns(page)).toHaveCount(1);
  await expect(row(page, 'Hobby')).toBeVisible();
  await expect(news(page)).toContainText('1 of 92 columns is shown.');
  await search.fill('chess');
  await expect(row(page, 'Hobby')).toBeVisible();
  // By the name of the field: none of the columns is called so.
  await search.fill('cell phone');
  await expect(row(page, 'Mobile Phone')).toBeVisible();
  await expect(columns(page)).toHaveCount(1);
  await search.fill('nowhere');
  await expect(columns(page)).toHaveCount(0);
  await expect(page.getByText('No column fits')).toBeVisible();
  await expect(news(page)).toContainText('0 of 92 columns are shown.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show all columns again' }).press('Enter');
  await expect(columns(page)).toHaveCount(92);
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('');
});

test('columns are shown by whether they are mapped; one that is mapped stays until the choice is another', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.outlookWide);
  await wizard.toSettings();
  const mapped = await page.locator('#columns-show option').nth(1).textContent();
  const count = Number(/\((\d+)\)/.exec(mapped ?? '')?.[1]);
  expect(count).toBeGreaterThan(5);
  await show(page).selectOption('mapped');
  await expect(columns(page)).toHaveCount(count);
  await expect(news(page)).toContainText(`${count} of 92 columns are shown.`);
  await show(page).selectOption('unmapped');
  await expect(columns(page)).toHaveCount(92 - count);
  await target(page, 'Hobby').selectOption('externalOrganization.industry');
  await expect(target(page, 'Hobby')).toBeVisible();
  await expect(show(page)).toContainText(`Mapped columns (${count + 1})`);
  // What keeps one from going on is shown, whatever is looked for.
  await target(page, 'Hobby').selectOption('firstName');
  await show(page).selectOption('unmapped');
  await page.getByRole('searchbox', { name: 'Columns that contain' }).fill('nowhere');
  await expect(columns(page)).toHaveCount(1);
  await expect(row(page, 'Hobby')).toContainText('feeds this field already');
});

test('all suggestions are used at once, and taken back', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.unclear);
  await wizard.toSettings();
  await page.getByRole('button', { name: 'Use all 2 suggestions' }).press('Enter');
  await expect(target(page, 'Column X')).toHaveValue('cellPhone.display');
  await expect(target(page, 'Reach')).toHaveValue('personalEmail');
  await expect(target(page, 'Shoe size')).toHaveValue('');
  await expect(news(page)).toContainText('2 suggestions are used.');
  const back = page.getByRole('button', { name: 'Take back' });
  await expect(back).toBeFocused();
  await expectAccessible(page);
  // What was chosen since is not an offer any more.
  await target(page, 'Reach').selectOption('otherEmail');
  await back.press('Enter');
  await expect(target(page, 'Column X')).toHaveValue('');
  await expect(target(page, 'Reach')).toHaveValue('otherEmail');
  await expect(row(page, 'Column X')).toContainText('Perhaps Cell Phone');
  await expect(back).toBeHidden();
});
