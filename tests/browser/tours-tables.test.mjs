// tours-tables.test.mjs - the tours of page tables, followed in the page.
import { follow } from './tourstops.mjs';

follow('tables');
