import { writeFile } from 'node:fs/promises';

import { expect, expectAccessible, type Page, test } from './fixtures';

const offer = (page: Page, name = 'people.csv') => page.getByRole('region', { name: `Go on with “${name}”` });
const people = {
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('ID,Mail,Shoe\nC1,ann@example.com,38\nC2,ben@,40\n'),
};

/** A file that the browser's own dialog would give, with a reference that outlives a reload. */
async function pickFromDisk(page: Page, text: string): Promise<void> {
  await page.addInitScript((text) => {
    Object.assign(window, {
      showOpenFilePicker: async () => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle('people.csv', { create: true });
        if ((await handle.getFile()).size === 0) {
          const stream = await handle.createWritable();
          await stream.write(text);
          await stream.close();
        }
        return [handle];
      },
    });
  }, text);
}

/** What the browser keeps, as text; the page writes it after each change, in the background. */
const kept = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('muster');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(JSON.stringify(reading.result));
          };
        };
      }),
  );

test('after a reload the file is opened again, with its choices and fixes', async ({ page, wizard }) => {
  await pickFromDisk(page, people.buffer.toString());
  await wizard.open();
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await expect(wizard.importable('1', '2')).toBeVisible();
  await wizard.problem('Not one complete e-mail address');
  await page.getByRole('button', { name: 'Edit Mail in row 3' }).click();
  await page.getByLabel('Mail, row 3').fill('ben@example.com');
  await page.keyboard.press('Enter');
  await expect(wizard.importable('2', '2')).toBeVisible();
  await wizard.toSettings();
  // The values are those of the file with its fixes.
  await expect(page.getByRole('rowheader').filter({ hasText: 'Mail' })).toContainText('ben@example.com');
  await wizard.createSource('CRM');
  await wizard.nameProfile('Shoes');
  await page.getByLabel('Target field of Shoe').selectOption({ label: 'Title' });
  await expect.poll(() => kept(page)).toContain('title');

  await page.reload();
  await page.goto(new URL('/import', page.url()).href);
  await expect(offer(page)).toContainText('1 fix comes back as well.');
  await expectAccessible(page);
  await offer(page).getByRole('button', { name: 'Go on' }).focus();
  await page.keyboard.press('Enter');
  await expect(wizard.importable('2', '2')).toBeVisible();
  await wizard.toSettings();
  await expect(page.getByLabel('Target field of Shoe')).toHaveValue('title');
  await wizard.next();
  await wizard.validated();
  expect(await wizard.tally('Rows')).toEqual(['2', '0', '0', '0', '0', '2']);

  await page.goto(new URL('/import', page.url()).href);
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
});

test('without a reference the file is asked for, and another one is told apart', async ({ page, wizard }) => {
  const path = test.info().outputPath('people.csv');
  await writeFile(path, people.buffer);
  await wizard.open();
  await page.locator('#file').setInputFiles(path);
  await expect(wizard.importable('1', '2')).toBeVisible();
  await page.reload();
  await expect(offer(page).getByRole('button', { name: 'Choose “people.csv” again' })).toBeVisible();
  await page.locator('#file-again').setInputFiles(path);
  await expect(wizard.importable('1', '2')).toBeVisible();
  await page.reload();
  const other = { ...people, buffer: Buffer.from('ID,Mail,Shoe\nC1,ann@example.com,38\n') };
  await page.locator('#file-again').setInputFiles(other);
  await expect(page.getByRole('alert')).toContainText('“people.csv” is not the file that you were preparing');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Open this file without the fixes' }).click();
  await expect(wizard.importable('1', '1')).toBeVisible();
});

test('what was kept can be forgotten, and is when one signs out', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(people);
  await expect(wizard.importable('1', '2')).toBeVisible();
  await page.reload();
  await offer(page).getByRole('button', { name: 'Forget it' }).click();
  await expect(offer(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await expect(offer(page)).toHaveCount(0);

  await wizard.choose(people);
  await expect(wizard.importable('1', '2')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(names).toEqual([]);
});

/** How many fixes are kept of a file. */
const keptFixes = async (page: Page, name: string): Promise<number | undefined> => {
  const drafts = JSON.parse(await kept(page)).map(({ draft }: { draft: string }) => JSON.parse(draft));
  return drafts.find(({ file }: any) => file.name === name)?.fixes.length;
};

/** A file with one row that is rejected, which is skipped then: a fix. Gives its path. */
async function prepare(page: Page, name: string): Promise<string> {
  const path = test.info().outputPath(name);
  await writeFile(path, people.buffer);
  await page.locator('#file').setInputFiles(path);
  await page.getByRole('group').filter({ hasText: 'Not one complete e-mail address' }).locator('summary').click();
  await page.getByRole('button', { name: 'Skip row 3' }).click();
  await expect(page.getByRole('main').getByText('Row 3: skipped')).toBeVisible();
  await expect.poll(() => keptFixes(page, name)).toBe(1);
  return path;
}

test('each tab keeps its own, and offers what is open in no other one', async ({ page, wizard, context }) => {
  await wizard.open();
  const path = await prepare(page, 'people.csv');
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await prepare(second, 'second.csv');
  await expect(offer(second)).toHaveCount(0);

  // Each comes back to its own, although the other one is as free.
  await page.reload();
  await second.reload();
  await expect(offer(page)).toContainText('1 fix comes back as well.');
  await expect(offer(second, 'second.csv')).toContainText('1 fix comes back as well.');

  // A file that is opened instead takes nothing away.
  await page.locator('#file').setInputFiles({ ...people, name: 'third.csv' });
  await expect(wizard.importable('1', '2')).toBeVisible();
  await expect.poll(() => keptFixes(page, 'third.csv')).toBe(0);
  await second.getByRole('button', { name: 'Forget it' }).click();
  await expect(second.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(offer(second)).toContainText('1 fix comes back as well.');

  // Two tabs offer the same; one goes on with it.
  const fourth = await context.newPage();
  await fourth.goto(page.url());
  await expect(offer(fourth)).toBeVisible();
  await second.locator('#file-again').setInputFiles(path);
  await expect(second.getByRole('main').getByText('Row 3: skipped')).toBeVisible();
  await fourth.locator('#file-again').setInputFiles(path);
  await expect(fourth.getByRole('alert')).toContainText('Another tab of this browser has gone on with it');
  await expectAccessible(fourth);
  // Once that is closed, its latest state is what comes back.
  await second.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => keptFixes(page, 'people.csv')).toBe(0);
  await second.close();
  const held = () => fourth.evaluate(async () => (await navigator.locks.query()).held?.length);
  await expect.poll(held).toBe(1);
  await fourth.locator('#file-again').setInputFiles(path);
  await expect(fourth.getByRole('main').getByText('1 of 2 rows')).toBeVisible();
  await expect(fourth.getByRole('main').getByText('Row 3: skipped')).toHaveCount(0);
});

test('a file of the legacy import is gone on with at its own door', async ({ page, muster, wizard }) => {
  const path = test.info().outputPath('people.csv');
  await writeFile(path, 'Contact ID,Contact First Name,Contact Last Name,Contact Email\nC1,Ann,Lee,ann@x.example\nC2,Bo,,\n');
  await page.goto(`${muster.url}/legacy-import`);
  await page.locator('#file').setInputFiles(path);
  await expect(wizard.importable('1', '2').first()).toBeVisible();
  await expect(page.getByText(/^These columns are not imported, .*: Contact Email$/)).toBeVisible();
  await wizard.problem('A value is missing');
  await page.getByRole('button', { name: 'Edit Contact Last Name in row 3' }).click();
  await page.getByLabel('Contact Last Name, row 3').fill('Ray');
  await page.keyboard.press('Enter');
  await expect(wizard.importable('2', '2').first()).toBeVisible();

  await wizard.open();
  await expect(offer(page)).toHaveCount(0);
  await page.goto(`${muster.url}/legacy-import`);
  await expect(offer(page)).toContainText('1 fix comes back as well.');
  await page.locator('#file-again').setInputFiles(path);
  await expect(wizard.importable('2', '2').first()).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The file was imported.')).toBeVisible({ timeout: 30_000 });
  await page.goto(`${muster.url}/legacy-import`);
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
});
