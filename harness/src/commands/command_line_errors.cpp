#include "commands/command_line_errors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace tapir::harness {

namespace {

using Words = std::vector<std::string>;

/// The innermost subcommand that was read.
const CLI::App& innermost(const CLI::App& app) {
    const CLI::App* command = &app;
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
    }
    return *command;
}

/// "tapir bundle create"
std::string full_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

std::string help_hint(const CLI::App& command) {
    return fmt::format("`{} --help` lists what there is.", full_name(command));
}

/// Names that may stand on a command line, of a command and those around it.
Words known_names(const CLI::App& command) {
    Words names;
    for (const CLI::App* place = &command; place != nullptr; place = place->get_parent()) {
        for (const CLI::Option* option : place->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                names.push_back("--" + name);
            }
        }
    }
    for (const CLI::App* inner : command.get_subcommands({})) {
        names.push_back(inner->get_name());
    }
    return names;
}

Words subcommand_names(const CLI::App& command) {
    Words names;
    for (const CLI::App* inner : command.get_subcommands({})) {
        names.push_back(inner->get_name());
    }
    return names;
}

/// "--dtype" of "--dtype=float64".
std::string without_value(const std::string& word) {
    return word.substr(0, word.find('='));
}

/// The first word that nobody took: an option if there is one, since words behind it are its
/// values.
std::string first_untaken(const CLI::App& app, const Words& words) {
    const Words untaken = app.remaining(true);
    const auto is_untaken = [&untaken](const std::string& word) {
        return std::find(untaken.begin(), untaken.end(), word) != untaken.end();
    };
    const auto option = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
        return word.size() > 1 && word.front() == '-' && is_untaken(word);
    });
    if (option != words.end()) {
        return *option;
    }
    const auto any = std::find_if(words.begin(), words.end(), is_untaken);
    return any == words.end() ? "" : *any;
}

/// "Did you mean 'x' instead of 'y'?", or where to look.
std::string suggestion(const std::string& word, const CLI::App& command, const Words& names) {
    const std::string near = nearest_word(word, names);
    return near.empty() ? help_hint(command)
                        : fmt::format("Did you mean '{}' instead of '{}'?", near, word);
}

InputProblem unexpected_word(const CLI::App& app, const Words& words) {
    const CLI::App& command = innermost(app);
    const std::string word = without_value(first_untaken(app, words));
    const bool option = !word.empty() && word.front() == '-';
    return {.where = option ? word : "'" + word + "'",
            .problem = option ? fmt::format("is no option of `{}`", full_name(command))
                              : fmt::format("is one word more than `{}` takes", full_name(command)),
            .reason = "nothing is passed over in silence",
            .remedy = suggestion(word, command, known_names(command))};
}

InputProblem missing_subcommand(const CLI::App& app, const Words& words) {
    const CLI::App& command = innermost(app);
    const std::string word = first_untaken(app, words);
    const Words names = subcommand_names(command);
    const std::string near = nearest_word(word, names);
    return {.where = command.get_parent() == nullptr ? "command line" : full_name(command),
            .problem =
                word.empty() ? "needs a subcommand" : fmt::format("has no subcommand '{}'", word),
            .reason = "it says what is to be done",
            .remedy = near.empty() ? fmt::format("Give one of {}.", fmt::join(names, ", "))
                                   : fmt::format("Did you mean '{}' instead of '{}'?", near, word)};
}

/// A description as a reason: in the middle of a sentence.
std::string as_reason(std::string description) {
    const bool plain_word =
        description.size() > 1 && (std::islower(description[1]) != 0 || description[1] == ' ');
    if (plain_word) {
        description[0] = static_cast<char>(std::tolower(description[0]));
    }
    return description;
}

const CLI::Option* option_named(const CLI::App& command, const std::string& name) {
    for (const CLI::App* place = &command; place != nullptr; place = place->get_parent()) {
        if (const CLI::Option* option = place->get_option_no_throw(name)) {
            return option;
        }
    }
    return nullptr;
}

std::string meaning_of(const CLI::App& command, const std::string& name) {
    const CLI::Option* option = option_named(command, name);
    return option == nullptr ? "the program cannot guess it" : as_reason(option->get_description());
}

/// Takes a message of CLI11 apart at the first `mark`; without one, all of it stands before.
std::pair<std::string, std::string> split(const std::string& text, const std::string& mark) {
    const std::size_t at = text.find(mark);
    return at == std::string::npos ? std::pair{text, std::string()}
                                   : std::pair{text.substr(0, at), text.substr(at + mark.size())};
}

/// "candidate is required"
InputProblem missing_option(const CLI::App& command, const std::string& message) {
    const std::string name = split(message, " is required").first;
    return {.where = full_name(command),
            .problem = fmt::format("'{}' is missing", name),
            .reason = meaning_of(command, name),
            .remedy = fmt::format("`{} --help` shows an example.", full_name(command))};
}

/// "--c-threads: problem, and the remedy on a line of its own", of one of `option_checks.hpp`
InputProblem refused_value(const CLI::App& command, const std::string& message) {
    const auto [name, text] = split(message, ": ");
    const auto [problem, remedy] = split(text, "\n");
    return {.where = name,
            .problem = problem,
            .reason = meaning_of(command, name),
            .remedy = remedy.empty() ? help_hint(command) : remedy};
}

/// "Could not convert: --rtol = x"
InputProblem no_number(const CLI::App& command, const std::string& message) {
    const auto [name, value] = split(split(message, ": ").second, " = ");
    const CLI::Option* option = option_named(command, name);
    const bool whole = option != nullptr && option->get_type_name() != "FLOAT";
    return {.where = name,
            .problem = fmt::format("'{}' is no {}number", value, whole ? "whole " : ""),
            .reason = meaning_of(command, name),
            .remedy = whole ? "Give whole numbers, for example 3."
                            : "Give a decimal number, for example 1e-9."};
}

/// "--pixel: 2 required SLOW FAST missing", "--config: At Most 1 required but received 2"
InputProblem wrong_count(const CLI::App& command, const std::string& message) {
    const auto [name, text] = split(message, ": ");
    const CLI::Option* option = option_named(command, name);
    const bool too_many = text.find("At Most") != std::string::npos;
    const std::string values = option == nullptr ? "VALUE" : option->get_type_name();
    return {.where = name,
            .problem =
                too_many ? "is given more often than it may be" : "lacks what stands behind it",
            .reason = meaning_of(command, name),
            .remedy = too_many ? "Give it once." : fmt::format("Write {} {}.", name, values)};
}

} // namespace

InputProblem problem_of(const CLI::ParseError& error, const CLI::App& app, const Words& words) {
    const CLI::App& command = innermost(app);
    const std::string message = error.what();
    switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ExtrasError:
        return unexpected_word(app, words);
    case CLI::ExitCodes::RequiredError:
        return message.find("ubcommand") != std::string::npos ? missing_subcommand(app, words)
                                                              : missing_option(command, message);
    case CLI::ExitCodes::ValidationError:
        return refused_value(command, message);
    case CLI::ExitCodes::ConversionError:
        return no_number(command, message);
    case CLI::ExitCodes::ArgumentMismatch:
        return wrong_count(command, message);
    case CLI::ExitCodes::RequiresError: {
        const auto [name, other] = split(message, " requires ");
        return {.where = name,
                .problem = "needs " + other + " as well",
                .reason = other + ": " + meaning_of(command, other),
                .remedy = "Give both, or neither."};
    }
    case CLI::ExitCodes::ExcludesError: {
        const auto [name, other] = split(message, " excludes ");
        return {.where = name,
                .problem = "does not go with " + other,
                .reason = "one of them would have no effect",
                .remedy = "Give one of the two."};
    }
    default:
        return {.where = "command line",
                .problem = message,
                .reason = "the program cannot tell what is meant",
                .remedy = help_hint(command)};
    }
}

} // namespace tapir::harness
