#include "declarations.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace tapir::structure {

namespace {

/// Comments, preprocessor lines, and what stands in quotation marks become blanks.
std::string bare_code(std::string_view source) {
    std::string code;
    bool line_start = true;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const char c = source[i];
        if (source.substr(i, 2) == "//" || (line_start && c == '#')) {
            while (i < source.size() && source[i] != '\n') {
                i += source[i] == '\\' ? 2U : 1U;
            }
            code += '\n';
            line_start = true;
            continue;
        }
        const bool separator =
            c == '\'' && i > 0 && std::isxdigit(static_cast<unsigned char>(source[i - 1])) != 0;
        if ((c == '"' || c == '\'') && !separator) {
            for (++i; i < source.size() && source[i] != c; ++i) {
                i += source[i] == '\\' ? 1U : 0U;
            }
            code += ' ';
            continue;
        }
        line_start = c == '\n' || (line_start && c == ' ');
        code += c;
    }
    return code;
}

/// On one line, without attributes and template arguments.
std::string one_line(const std::string& text) {
    static const std::regex blanks("\\s+");
    static const std::regex attributes("\\[\\[[a-z_]+\\]\\]");
    static const std::regex arguments("<[^<>]*>");
    std::string line = std::regex_replace(text, attributes, "");
    if (line.find("operator") == std::string::npos) {
        for (std::string before; before != line;) {
            before = line;
            line = std::regex_replace(line, arguments, "");
        }
    }
    line = std::regex_replace(line, blanks, " ");
    return line.substr(std::min(line.size(), line.find_first_not_of(' ')));
}

/// Reads declarations one after the other and keeps the scopes that are open.
class Reader {
  public:
    explicit Reader(std::string_view source) : code_(bare_code(source)) {}

    std::vector<Function> functions() {
        for (; at_ < code_.size(); ++at_) {
            const char c = code_[at_];
            if (c == '{') {
                open(one_line(head_));
            } else if (c == '}') {
                if (!scopes_.empty()) {
                    scopes_.pop_back();
                }
                head_.clear();
            } else if (c == ';') {
                add(one_line(head_), false);
                head_.clear();
            } else {
                head_ += c;
                if (c == ':' && says_access(one_line(head_))) {
                    head_.clear();
                }
            }
        }
        return functions_;
    }

  private:
    struct Scope {
        std::string class_name; ///< "" of a namespace
        bool nameless = false;
    };

    static bool says_access(const std::string& head) {
        return head == "public:" || head == "private:" || head == "protected:";
    }

    /// A brace: of a namespace, of a class, or of something whose inside is passed over.
    void open(const std::string& head) {
        static const std::regex name_space("(inline )?namespace( [\\w:]+)? ?");
        static const std::regex type(
            "(template ?(<.*>)? ?)?(class|struct) (\\w+)( final)?( ?:[^:].*)? ?");
        std::smatch match;
        if (std::regex_match(head, match, name_space)) {
            scopes_.push_back({"", !match[2].matched});
            head_.clear();
            return;
        }
        if (std::regex_match(head, match, type)) {
            scopes_.push_back({match[4].str(), false});
            head_.clear();
            return;
        }
        const bool initialised = is_initialised(head);
        skip_braces();
        const std::size_t next = code_.find_first_not_of(" \n", at_ + 1);
        if (!initialised && next != std::string::npos &&
            (code_[next] == ',' || code_[next] == '{')) {
            return; // a member's initialiser: the body is still to come
        }
        if (!initialised) {
            add(head, true);
        }
        head_.clear();
    }

    static bool is_initialised(const std::string& head) {
        return head.find("operator") == std::string::npos && head.find('=') < head.find('(');
    }

    void skip_braces() {
        int depth = 0;
        for (; at_ < code_.size(); ++at_) {
            depth += code_[at_] == '{' ? 1 : code_[at_] == '}' ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    void add(const std::string& head, bool defined) {
        static const std::regex other(
            "(using|typedef|friend|static_assert|return|extern|enum|template "
            "class)\\b.*");
        static const std::regex named("((\\w+::)*(operator *[^ (]+|~?\\w+)) ?\\(");
        std::smatch match;
        const bool visible = std::none_of(scopes_.begin(), scopes_.end(),
                                          [](const Scope& scope) { return scope.nameless; });
        const std::string tail = head.substr(std::min(head.size(), head.rfind(')') + 1));
        if (!visible || std::regex_match(head, other) || head.find('(') == std::string::npos ||
            is_initialised(head) || (!defined && tail.find('=') != std::string::npos) ||
            !std::regex_search(head, match, named)) {
            return;
        }
        std::string name = match[1].str();
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
            name = (scope->class_name.empty() ? "" : scope->class_name + "::") + name;
        }
        functions_.push_back({name, defined});
    }

    std::string code_, head_;
    std::size_t at_ = 0;
    std::vector<Scope> scopes_;
    std::vector<Function> functions_;
};

} // namespace

std::vector<Function> functions_of(std::string_view source) {
    return Reader(source).functions();
}

} // namespace tapir::structure
