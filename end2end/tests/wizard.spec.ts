import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';
import { administrator } from './fixtures/muster';
import { addUser, signIn } from './fixtures/users';

/** What it takes to import with profiles that others make. */
const IMPORTER = [
  'externalEntity:import',
  'contact:view',
  'importCsvUpload:add',
  'importCsvJob:add',
  'importJob:view',
  'importJob:edit',
  'importSettings:view',
  'importSettings:viewAll',
  'importCsvSettings:view',
  'externalSource:view',
];

test('a file becomes contacts and organizations, and the same file again changes nothing', async ({
  page,
  wizard,
  muster,
  directory,
}) => {
  test.slow();
  await wizard.importFile(files.contacts, 'Monthly');
  await expect(wizard.bigNumber('Imported contacts')).toHaveText('3');
  await expect(wizard.bigNumber('Not imported contacts')).toHaveText('0');
  expect(await wizard.tally('Contacts')).toEqual(['3', '0', '0', '0', '0', '3']);
  expect(await wizard.tally('Organizations')).toEqual(['1', '0', '0', '1', '0', '2']);

  await page.getByRole('link', { name: 'Ann Lee' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ann Lee' })).toBeVisible();
  await expect(directory.field('Work Email')).toContainText('ann@acme.example');
  await expect(directory.field('Cell Phone')).toContainText('+1 415-555-0102');
  await expect(page.getByRole('link', { name: 'Acme', exact: true })).toBeVisible();
  await directory.openContact('小明', '小明 王');
  await directory.openContact('bo@acme.example', 'Bo "the boss" Øster');
  await directory.openContact('4155550102', 'Ann Lee');

  // Whoever may not change the profile imports with it as it is.
  await addUser(page, muster, 'bob', IMPORTER);
  await page.context().clearCookies();
  await page.goto(`${muster.url}/import`);
  await signIn(page, 'bob');
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await expect(page.getByText('you do not have the permission “Create import profiles”')).toBeVisible();
  await page.getByLabel('Import profile', { exact: true }).selectOption({ label: 'Monthly' });
  await expect(page.getByText('you do not have the permission')).toHaveCount(0);
  const locked = page.getByRole('main').getByText('you do not have the permission “Change import profiles”');
  await page.getByRole('radio', { name: 'Merge and update all matched contacts' }).check();
  await expect(locked).toBeVisible();
  await page.getByRole('radio', { name: 'Update first matched contact' }).check();
  await expect(locked).toHaveCount(0);
  await wizard.next();
  await wizard.validated();
  expect(await wizard.tally('Contacts')).toEqual(['0', '0', '0', '3', '0', '3']);
  await wizard.import();
  expect(await wizard.tally('Contacts')).toEqual(['0', '0', '0', '3', '0', '3']);
  expect(await wizard.tally('Organizations')).toEqual(['0', '0', '0', '2', '0', '2']);
});

test('of 1,000 rows with 15 incomplete e-mail addresses 985 are imported', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  await expect(wizard.importable('985', '1,000')).toBeVisible();
  const table = await wizard.problem('Not one complete e-mail address');
  await expect(table.getByRole('row').nth(1)).toContainText('5');
  await expect(table.getByRole('row').nth(1)).toContainText('person3@');
  await expect(table.getByRole('row').nth(1)).toContainText('Work Email');
  await expect(table.getByRole('row')).toHaveCount(16);

  await wizard.toSettings();
  await wizard.createSource('CRM');
  await wizard.nameProfile('Thousand');
  await wizard.next();
  await wizard.validated();
  expect(await wizard.tally('Rows')).toEqual(['985', '0', '0', '0', '15', '1,000']);
  await wizard.import();
  await expect(wizard.bigNumber('Imported contacts')).toHaveText('985');
  await expect(wizard.bigNumber('Not imported contacts')).toHaveText('15');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the rows that failed' }).click();
  const report = await (await download).createReadStream();
  let text = '';
  for await (const chunk of report) text += chunk;
  expect(text.trim().split('\n')).toHaveLength(16);
  expect(text).toContain('not one complete e-mail address');
  expect(text).toContain('person3@');
});

test('1,000 rows of organizations without external ID import nothing', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.organizationsWithoutIds);
  await expect(wizard.importable('0', '1,000')).toBeVisible();
  await wizard.toSettings();
  await wizard.createSource('CRM');
  await wizard.nameProfile('Organizations');
  await wizard.next();
  await wizard.validated();
  expect(await wizard.tally('Rows')).toEqual(['0', '0', '0', '0', '1,000', '1,000']);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await expect(page.getByText('No row can be imported.')).toBeVisible();
});

test('two contacts that match one row become one', async ({ page, wizard, directory }) => {
  await wizard.importFile(files.beforeMerging, 'Before');
  await wizard.importFile(files.merging, 'Merging', async () => {
    await page.getByRole('radio', { name: 'Merge and update all matched contacts' }).check();
  });
  expect(await wizard.tally('Contacts')).toEqual(['0', '0', '1', '0', '0', '1']);
  await directory.openContact('ann@acme.example', 'Ann');
  await expect(directory.field('Cell Phone')).toContainText('+1 415-555-0102');
  await page.goto(`${wizard.muster.url}/contacts`);
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
});

test('the first match is updated and the other named', async ({ page, wizard }) => {
  await wizard.importFile(files.beforeMerging, 'Before');
  await wizard.importFile(files.merging, 'Updating', async () => {
    await page.getByRole('radio', { name: 'Update first matched contact' }).check();
  });
  expect(await wizard.tally('Contacts')).toEqual(['0', '1', '0', '0', '0', '1']);
  await expect(page.getByRole('cell', { name: 'Other contacts match too' })).toBeVisible();
});

test('neither going back nor signing in again loses choices', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await wizard.createSource('CRM');
  await wizard.nameProfile('Kept');
  await page.getByRole('radio', { name: 'Update first matched contact' }).check();
  await page.getByLabel('Target field of Title').selectOption({ label: 'Salutation' });
  await page.getByLabel('Policy of First Name').selectOption({ label: 'Fill only empty fields' });
  await page.getByRole('checkbox', { name: 'Import Last Name' }).uncheck();
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import contacts' })).toBeVisible();
  await wizard.toSettings();
  await expect(page.getByLabel('Profile name')).toHaveValue('Kept');
  await expect(page.getByRole('radio', { name: 'Update first matched contact' })).toBeChecked();
  await expect(page.getByLabel('Target field of Title')).toHaveValue('salutation');
  await expect(page.getByLabel('Policy of First Name')).toHaveValue('fill');
  await expect(page.getByRole('checkbox', { name: 'Import Last Name' })).not.toBeChecked();

  await page.context().clearCookies();
  await wizard.next();
  await page.getByLabel('Name').fill(administrator.name);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Profile name')).toHaveValue('Kept');
  await expect(page.getByText('You are not signed in any more.')).toHaveCount(0);
});

test('a reload comes back to the job', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await wizard.createSource('CRM');
  await wizard.nameProfile('Reloaded');
  await wizard.next();
  await wizard.validated();
  await page.reload();
  await wizard.validated();
  // Pressed twice it is told once.
  await page.getByRole('button', { name: 'Import', exact: true }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Import completed' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.reload();
  await expect(wizard.bigNumber('Imported contacts')).toHaveText('3');
});

test('an older answer does not take back what was heard since', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await wizard.createSource('CRM');
  await wizard.nameProfile('Overtaken');
  const isJob = (url: URL) => /\/import\/jobs\/[0-9a-f-]+$/.test(url.pathname);
  const overtaken = page.waitForResponse((response) => isJob(new URL(response.url())));
  await page.route(
    isJob,
    async (route) => {
      const response = await route.fetch();
      await wizard.validated();
      await route.fulfill({ response, json: { ...(await response.json()), executionStep: 'Validating' } });
    },
    { times: 1 },
  );
  await wizard.next();
  await (await overtaken).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await wizard.validated();
  await wizard.import();
});

test('a column previews its first rows, and two columns never feed one field', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.fifteenBadEmails);
  await wizard.toSettings();
  await page.getByRole('button', { name: 'Show the first 10 rows of First Name' }).click();
  const dialog = page.getByRole('dialog', { name: 'First 10 rows of First Name' });
  await expect(dialog.getByRole('row')).toHaveCount(11);
  await expect(dialog).toContainText('First9');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Target field of Title').selectOption({ label: 'First Name' });
  await expect(page.getByText('The column “First Name” feeds this field already.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
});

test('criteria are ordered by dragging and by keyboard', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  const criteria = page.getByRole('list', { name: 'Match contacts by' }).getByRole('listitem');
  await expect(criteria.first()).toContainText('Email');
  await page.getByRole('button', { name: 'Move Phone up' }).press('Enter');
  await expect(criteria.first()).toContainText('Phone');
  // The rows are checked again, which is news as well and hides none.
  const news = page.getByRole('status', { name: 'News' });
  await expect(news).toContainText('Phone is now number 1 of 7.');
  await expect(news.getByText('3 of 3 rows can be imported')).toHaveCount(2);
  const grip = criteria.nth(1).locator('.criteria__grip');
  await grip.scrollIntoViewIfNeeded();
  const from = await grip.boundingBox();
  const to = await criteria.first().boundingBox();
  if (!from || !to) throw new Error('the list is not shown');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 4, { steps: 5 });
  await page.mouse.up();
  await expect(criteria.first()).toContainText('Email');
});

test('the same news twice is said twice', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  const said = page.getByRole('status', { name: 'News' }).getByText('Enter a name for the new profile.');
  await wizard.next();
  await expect(said).toHaveCount(1);
  await wizard.next();
  await expect(said).toHaveCount(2);
});

test('hostile cells are shown as text', async ({ page, wizard }) => {
  page.on('dialog', () => {
    throw new Error('a script of the file ran');
  });
  await wizard.importFile(files.hostile, 'Hostile');
  await page.getByRole('link', { name: '<img src=x onerror=alert(1)>' }).click();
  await expect(page.getByRole('definition').filter({ hasText: '<script>alert(1)</script>' })).toBeVisible();
});

test('phones that are none in the default country lead to its choice', async ({ page, wizard }) => {
  const phones = ['030 90182 0', '0171 2345 6789', '+12'].map((phone, n) => `${n},${phone}`);
  const buffer = Buffer.from(`External ID,Work Phone\n${phones.join('\n')}\n`);
  await wizard.open();
  await wizard.choose({ name: 'phones.csv', mimeType: 'text/csv', buffer });
  await wizard.problem('Unreadable phone number');
  await expect(page.getByText('Read as numbers of United States, the default country.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Choose another in the next step' }).click();
  await page.getByLabel('Default country').selectOption('DE');
  await wizard.problem('Unreadable phone number');
  await expect(page.getByText('“+12” is left out: it is too short for a number of United States.')).toBeVisible();
  await expect(page.getByText('Read as numbers of')).toBeHidden();
});
