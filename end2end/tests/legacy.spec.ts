import { readFileSync } from 'node:fs';

import { expect, expectAccessible, type Page, test } from './fixtures';
import * as files from './fixtures/files';
import { addUser, signIn } from './fixtures/users';

const open = async (page: Page, url: string) => {
  await page.goto(`${url}/legacy-import`);
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
};

const bigNumber = (page: Page, label: string) =>
  page.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd[1]');

/** Drops a file, imports it, and waits for the confirmation. */
const importFile = async (page: Page, url: string, file: files.File) => {
  await open(page, url);
  await page.locator('#file').setInputFiles(file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The file was imported.')).toBeVisible({ timeout: 30_000 });
};

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

test('two permissions are enough from the file to the comparison', async ({ page, muster, directory }) => {
  await addUser(page, muster, 'bob', ['externalEntity:import', 'contact:view']);
  await page.context().clearCookies();
  await page.goto(`${muster.url}/contacts`);
  await signIn(page, 'bob');
  await page.getByRole('link', { name: 'Legacy import' }).click();
  await page.locator('#file').setInputFiles(files.legacyContacts);
  await expect(page.getByText('3 of 4 rows can be imported').first()).toBeVisible();
  await page.getByRole('group').filter({ hasText: 'A value is missing' }).locator('summary').click();
  await expect(page.getByRole('cell', { name: '“Contact Last Name” is empty.' })).toBeVisible();
  await expect(page.getByRole('group').filter({ hasText: 'Phone number not in E.164' })).toBeVisible();

  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The file was imported.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Import completed' })).toBeFocused();
  await expect(bigNumber(page, 'Imported contacts').first()).toHaveText('3');
  await expect(bigNumber(page, 'Not imported contacts')).toHaveText('1');
  await expect(row(page, 'Row 2')).toContainText('The record holds what the row says.');
  await expect(row(page, 'Row 4')).toContainText('This row was not imported.');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the rows that failed' }).click();
  const report = readFileSync(await (await download).path(), 'utf8');
  expect(report).toContain('a value must be there');

  await page.reload();
  await expect(page.getByText('The file was imported.')).toBeVisible();
  const job = page.url();
  await directory.openContact('cy@acme.example', 'Cy Ray');
  await expect(directory.field('Cell Phone')).toContainText('ask Bob');

  await page.goto(job);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeFocused({ timeout: 30_000 });
  await expect(bigNumber(page, 'Removed')).toHaveText('4');
  await page.getByRole('link', { name: 'See that import' }).click();
  await expect(page.getByText('This import was undone.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo this import' })).toHaveCount(0);
});

test('the comparison marks what changed, is searched, and loads as much as is asked for', async ({ page, muster }) => {
  await importFile(page, muster.url, files.legacyMany);
  const job = page.url();
  await expect(page.getByRole('heading', { name: /^Row / })).toHaveCount(10);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('heading', { name: /^Row / })).toHaveCount(20);
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('last17');
  await expect(page.getByRole('heading', { name: /^Row / })).toHaveCount(1);
  const id = new URL((await row(page, 'Row 19').getByRole('link', { name: 'Open the contact' }).getAttribute('href'))!, muster.url)
    .pathname.split('/')
    .pop();
  const changed = await page.request.patch(`${muster.url}/api/v2/externalcontacts/contacts/${id}`, {
    data: { changes: [{ field: '$.lastName', value: 'Smith', action: 'Update' }] },
    headers: { origin: muster.url },
  });
  expect(changed.ok()).toBe(true);

  await page.goto(job);
  await page.getByRole('checkbox', { name: 'Only rows that differ' }).check();
  await expect(page.getByRole('heading', { name: /^Row / })).toHaveCount(1);
  await expect(row(page, 'Row 19')).toContainText('1 value differs.');
  const field = row(page, 'Row 19').getByRole('row', { name: /Contact Last Name/ });
  await expect(field).toContainText('Last17');
  await expect(field).toContainText('Smith Different');
});

test('organizations come by their own columns, and the samples by themselves', async ({ page, muster, directory }) => {
  for (const [name, kind] of [
    ['Download sample contacts', 'Imported contacts'],
    ['Download sample organizations', 'Imported organizations'],
  ] as const) {
    await open(page, muster.url);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name }).click();
    const path = await (await download).path();
    await importFile(page, muster.url, { name: 'sample.csv', mimeType: 'text/csv', buffer: readFileSync(path) });
    await expect(bigNumber(page, kind).first()).not.toHaveText('0');
    await expect(page.getByText('No problems were found.')).toBeVisible();
    await page.getByRole('checkbox', { name: 'Only rows that differ' }).check();
    await expect(page.getByText('No row to show.')).toBeVisible();
  }
  await directory.openContact('CRM-0002', '伟 王');
  await page.goto(`${muster.url}/organizations`);
  await expect(page.getByRole('link', { name: 'Acme Corporation' })).toBeVisible();
});

test('a file of another layout is refused with the columns that it lacks', async ({ page, muster }) => {
  await open(page, muster.url);
  await page.locator('#file').setInputFiles(files.legacyLowerCase);
  await expect(page.getByText('There is no column “Contact ID”.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
  await page.locator('#file').setInputFiles(files.contacts);
  await expect(page.getByText('No column has a name of the old process.')).toBeVisible();
  await page.locator('#file').setInputFiles(files.empty);
  await expect(page.getByText('File is empty').first()).toBeVisible();
  await page.locator('#file').setInputFiles(files.legacyContacts);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  // What was prepared here is nothing for the other door.
  await page.getByRole('link', { name: 'Import contacts' }).click();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
});

test('a server that is gone is said, and the import goes on when it is back', async ({ page, muster }) => {
  await open(page, muster.url);
  await page.locator('#file').setInputFiles(files.legacyContacts);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeEnabled();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The server cannot be reached')).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The file was imported.')).toBeVisible({ timeout: 30_000 });
});

test('who lacks one of the two permissions is told which', async ({ page, muster }) => {
  await addUser(page, muster, 'eve', ['externalEntity:import']);
  await page.context().clearCookies();
  await page.goto(`${muster.url}/legacy-import`);
  await signIn(page, 'eve');
  await expect(page.getByRole('main')).toContainText('contact:view');
  await expect(page.getByRole('link', { name: 'Legacy import' })).toHaveCount(0);
});

test('from the history one comes to the page of the door that a file came by', async ({ page, muster }) => {
  await importFile(page, muster.url, files.legacyContacts);
  const job = page.url();
  await page.getByRole('link', { name: 'Import history' }).click();
  await page.getByRole('link', { name: files.legacyContacts.name }).click();
  await expect(page).toHaveURL(job);
  await expect(page.getByText('The file was imported.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Steps of the import' })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Import history' })).toBeVisible();

  // Who may not go by that door sees the job all the same, and no steps of another.
  await addUser(page, muster, 'eve', ['importJob:view', 'importJob:viewAll', 'contact:view']);
  await page.context().clearCookies();
  await page.goto(`${muster.url}/imports`);
  await signIn(page, 'eve');
  await page.getByRole('link', { name: files.legacyContacts.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import completed' })).toBeFocused();
  await expect(page.getByRole('list', { name: 'Steps of the import' })).toHaveCount(0);
  await expect(bigNumber(page, 'Imported contacts').first()).toHaveText('3');
});

test('the whole way by keyboard', async ({ page, muster }) => {
  await open(page, muster.url);
  await page.locator('#file').setInputFiles(files.legacyContacts);
  const button = page.getByRole('button', { name: 'Import', exact: true });
  await expect(button).toBeEnabled();
  for (let steps = 0; steps < 100; steps += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Import completed' })).toBeFocused({ timeout: 30_000 });
});

for (const [scheme, language, width] of [
  ['light', 'en', 1280],
  ['dark', 'zh-CN', 360],
] as const) {
  test(`axe finds nothing in the legacy import, ${scheme}, ${language}, ${width} wide`, async ({ page, muster }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${muster.url}/legacy-import`);
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const check = async () => {
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    };
    await check();
    await page.locator('#file').setInputFiles(files.legacyLowerCase);
    await expect(page.locator('.notice')).toBeVisible();
    await check();
    await page.locator('#file').setInputFiles(files.legacyContacts);
    await expect(page.locator('.action-bar .button--primary')).toBeEnabled();
    await check();
    await page.locator('.action-bar .button--primary').click();
    await expect(page.locator('.comparison__row').first()).toBeVisible({ timeout: 30_000 });
    await check();
  });
}
