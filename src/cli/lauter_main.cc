#include "cli/commands/commands.h"

int main(int argc, char** argv) { return lauter::run_cli({argv + (argc > 0 ? 1 : 0), argv + argc}); }
